/** Error classes that a caller tells apart by class or by name. */
import { describe, expect, it } from 'vitest';
import * as errors from '../../src/train/errors.ts';

describe('errors', () => {
  it('have the name of their class, are errors and keep what they are told', () => {
    const made = [
      new errors.NotCompiledError('a'),
      new errors.FitRunningError('b'),
      new errors.FileFormatError('c'),
      new errors.DisposedError('d'),
      new errors.DeviceLostError('e', { reason: 'unknown', step: 3 }),
      new errors.OutOfMemoryError('f', { needed: 1024, label: 'dense kernel' }),
      new errors.ShaderError('g', { label: 'matmul', line: 2, source: 'fn' }),
    ];
    expect(made.map(({ name }) => name)).toEqual(made.map((error) => error.constructor.name));
    expect(made.map(({ message }) => message).join('')).toBe('abcdefg');
    expect(made.every((error) => error instanceof Error)).toBe(true);
    expect(made.slice(4)).toMatchObject([
      { reason: 'unknown', step: 3 },
      { needed: 1024, label: 'dense kernel' },
      { label: 'matmul', line: 2, source: 'fn' },
    ]);
  });
});
