import { describe, expect, it } from 'vitest';
import { placeholder } from '../../src/runtime/graph/leaf.ts';
import * as ops from '../../src/train/ops.ts';

const x = placeholder('x', [4, 6]);
const labels = placeholder('labels', [4]);

describe('ops', () => {
  it.each([
    ['take rows by number', ops.take(x, labels), [4, 6]],
    ['find the largest of rows', ops.argmax(x), [4]],
    ['turn class numbers into rows', ops.oneHot(labels, 3), [4, 3]],
    ['compose', ops.mean(ops.square(ops.subtract(ops.matmul(x, ops.transpose(x)), 1)), { axis: -1 }), [4]],
  ])('%s', (_, tensor, shape) => {
    expect(tensor.shape).toEqual(shape);
  });

  it.each([
    ['max', ops.max],
    ['mean', ops.mean],
    ['min', ops.min],
    ['prod', ops.prod],
    ['sum', ops.sum],
  ])('%s refuses options that it does not have', (name, op) => {
    const call = (options: unknown) => () => op(x, options as ops.ReduceOptions);
    expect(op(x, { axis: 1, keepDims: true }).shape).toEqual([4, 1]);
    expect(op(x, { axis: 0 }).shape).toEqual([6]);
    expect(call({ axis: 1, keepdims: true })).toThrow(
      new TypeError(`Cannot use option 'keepdims': ops.${name} has no such option, did you mean 'keepDims'?`),
    );
    expect(call(1)).toThrow(
      new TypeError(`Cannot use the options of ops.${name}: they are 1, they must be an object as in ops.${name}(x, { axis: -1 })`),
    );
  });

  it('matmul refuses options that it does not have', () => {
    expect(ops.matmul(x, x, { transposeB: true }).shape).toEqual([4, 4]);
    expect(ops.matmul(x, x, { transposeA: true }).shape).toEqual([6, 6]);
    expect(() => ops.matmul(x, x, { transpose_b: true } as ops.MatmulOptions)).toThrow(
      new TypeError("Cannot use option 'transpose_b': ops.matmul has no such option, did you mean 'transposeB'?"),
    );
  });
});
