import { describe, expect, it } from 'vitest';
import { copyVectors, multiplyAdd } from '../../../src/runtime/ops/ceiling.ts';
import { close } from '../../support/checkOp.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';

describe.each(Object.values(PROFILES))('on the $name profile', (profile) => {
  it('multiplyAdd() runs 8 chains per element', async () => {
    const [y] = await evaluate(() => [multiplyAdd(3, 10)], [], profile);
    const chain = (start: number) => Array.from({ length: 10 }).reduce((c: number) => c * 0.999 + 0.001, start);
    const expected = Array.from({ length: 3 * 256 }, (_, i) => {
      const first = Math.floor(i / 4) * 0.001 + (i % 4) * 0.1;
      return [0, 1, 2, 3, 4, 5, 6, 7].reduce((sum, offset) => sum + chain(first + offset), 0);
    });
    close(y as Float32Array, expected, [1e-5, 0], 'multiplyAdd');
  });

  it('copyVectors() copies', async () => {
    const data = Float32Array.from({ length: 300 }, (_, i) => i);
    const [y] = await evaluate((x) => [copyVectors(x)], [{ shape: [300], data }], profile);
    expect(y).toEqual(data);
  });
});
