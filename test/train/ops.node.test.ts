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
});
