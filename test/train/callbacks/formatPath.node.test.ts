// Placeholders as Python's str.format() fills them; the expected text is Python's.
import { describe, expect, it } from 'vitest';
import { formatPath } from '../../../src/train/callbacks/formatPath.ts';
import { parsePath } from '../../../src/train/callbacks/parsePath.ts';
import type { Logs } from '../../../src/train/run.ts';

const fill = (path: string, counts: Logs, logs: Logs = {}) => formatPath(parsePath(path), counts, logs);

describe('formatPath()', () => {
  it.each([
    ['{epoch}', 3, '3'],
    ['{epoch:d}', 3, '3'],
    ['{epoch:02d}', 3, '03'],
    ['{epoch:02d}', 123, '123'],
    ['{epoch:4d}', 3, '   3'],
    ['{epoch:03}', 3, '003'],
    ['{epoch:.1f}', 3, '3.0'],
    ['{epoch:+d}', 3, '+3'],
  ])('puts a count into %s', (path, epoch, expected) => {
    expect(fill(`m-${path}.h5`, { epoch })).toBe(`m-${expected}.h5`);
  });

  it.each([
    ['{v}', 0.1, '0.1'],
    ['{v}', 1, '1.0'],
    ['{v}', 1e-5, '1e-05'],
    ['{v:.2f}', 0.125, '0.12'],
    ['{v:.2f}', 0.375, '0.38'],
    ['{v:.0f}', 2.5, '2'],
    ['{v:f}', 2.5, '2.500000'],
    ['{v:8.3f}', -1.5, '  -1.500'],
    ['{v:08.3f}', -1.5, '-001.500'],
    ['{v:.1e}', 123456, '1.2e+05'],
    ['{v:.0e}', 9.5, '1e+01'],
    ['{v:g}', 0.00001, '1e-05'],
    ['{v:g}', 0.5, '0.5'],
    ['{v:.3g}', 1234.5, '1.23e+03'],
    ['{v:+.2f}', 0.5, '+0.50'],
    ['{v:.1%}', 0.875, '87.5%'],
    ['{v:.2f}', Number.NaN, 'nan'],
    ['{v:.2f}', Number.NEGATIVE_INFINITY, '-inf'],
    ['{v:.1f}', 1e22, '10000000000000000000000.0'],
  ])('puts a log value into %s: %s', (path, v, expected) => {
    expect(fill(path, {}, { v })).toBe(expected);
  });

  it('takes keys of several words and doubled braces', () => {
    expect(fill('{{{kind_val loss:.1f}}}', {}, { 'kind_val loss': 0.25 })).toBe('{0.2}');
  });

  it('names the keys there are where one is missing', () => {
    const call = () => fill('{epoch}-{val_acc:.2f}.h5', { epoch: 1 }, { loss: 1, val_loss: 2 });
    expect(call).toThrow(RangeError);
    expect(call).toThrow('Cannot put val_acc into a path: it is not there, must be one of epoch, loss, val_loss');
  });

  it('does not take what all objects have for a key', () => {
    expect(() => fill('{constructor}', { epoch: 1 })).toThrow('Cannot put constructor into a path');
  });

  it('refuses to write a log value as a whole number', () => {
    expect(() => fill('{loss:d}', { epoch: 1 }, { loss: 2 })).toThrow(RangeError);
  });
});

describe('parsePath()', () => {
  it.each(['{', 'a}b', '{}', '{loss:.2x}', '{loss:.2}', '{epoch:.2d}', '{a{b}}', '{loss!r}:{'])('refuses %s', (path) => {
    expect(() => parsePath(path)).toThrow(RangeError);
  });
});
