/** Reshaping, transposing, slicing, padding and joining of tensors up to rank 6. */
import { describe, expect, it } from 'vitest';
import { placeholder } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Shape, Tensor } from '../../../src/runtime/graph/tensor.ts';
import { add, relu, square } from '../../../src/runtime/ops/elementwise.ts';
import { concatenate, pad, slice, transpose } from '../../../src/runtime/ops/rearrange.ts';
import { expandDims, reshape, squeeze } from '../../../src/runtime/ops/reshape.ts';
import { checkOp } from '../../support/checkOp.ts';
import { PROFILES } from '../../support/gpu.ts';

type Data = ArrayLike<number>;

function codeOf(y: Tensor): string {
  return plan({ outputs: [y], profile: PROFILES.gpu, placeOf: () => 0 }).dispatches[0]?.code as string;
}

function size(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

function strides(shape: Shape): number[] {
  return shape.map((_, axis) => size(shape.slice(axis + 1)));
}

function coordinates(index: number, shape: Shape): number[] {
  return strides(shape).map((stride, axis) => Math.floor(index / stride) % (shape[axis] as number));
}

/** Elements of `output` where `find` names the coordinates in an input of shape `input`; `undefined`: `rest`. */
function moved(input: Shape, output: Shape, find: (at: number[]) => number[] | undefined, rest = 0) {
  const step = strides(input);
  return (x: Data): number[] =>
    Array.from({ length: size(output) }, (_, index) => {
      const from = find(coordinates(index, output));
      return from ? (x[from.reduce((sum, c, axis) => sum + c * (step[axis] as number), 0)] as number) : rest;
    });
}

describe('transpose()', () => {
  for (const [shape, axes] of [
    [[3, 5], undefined],
    [
      [2, 3, 4],
      [1, 0, 2],
    ],
    [
      [2, 3, 2, 4],
      [3, 1, 0, 2],
    ],
    [
      [2, 1, 3, 2, 2],
      [4, 2, 0, 3, 1],
    ],
    [
      [2, 2, 1, 2, 3, 2],
      [5, 0, 4, 1, 3, 2],
    ],
    [
      [2, 3, 8],
      [1, 0, 2],
    ],
    [
      [4, 2, 8],
      [1, 2, 0],
    ],
  ] as [Shape, Shape | undefined][]) {
    it(`moves the axes of [${shape}] to ${axes ?? 'the reverse'}`, async () => {
      const order = axes ?? shape.map((_, axis) => shape.length - 1 - axis);
      const output = order.map((axis) => shape[axis] as number);
      const oracle = moved(shape, output, (at) => shape.map((_, axis) => at[order.indexOf(axis)] as number));
      await checkOp((x) => transpose(x, axes), { oracle, shapes: [shape] });
    });
  }

  it('reads what was made before, where that one has as many elements', async () => {
    await checkOp((x) => add(x as Tensor, transpose(relu(x as Tensor))), {
      oracle: (x) => x.map((value, i) => value + Math.max(x[(i % 4) * 4 + Math.floor(i / 4)] as number, 0)),
      shapes: [[4, 4]],
    });
  });

  it('rejects axes that are not named once', () => {
    const x = placeholder('x', [2, 3]);
    expect(() => transpose(x, [0, 0])).toThrow('Cannot transpose [2,3] to axes [0,0]: each axis must be named once');
    expect(() => transpose(x, [0])).toThrow(RangeError);
  });
});

describe('slice(), pad()', () => {
  for (const [shape, start, length] of [
    [[7], [2], [3]],
    [
      [4, 5],
      [1, 0],
      [2, 5],
    ],
    [
      [2, 3, 4],
      [0, 1, 3],
      [2, 2, 1],
    ],
    [
      [2, 3, 2, 2, 3],
      [1, 0, 0, 1, 1],
      [1, 2, 2, 1, 2],
    ],
    [
      [2, 3, 4, 8],
      [1, 0, 1, 0],
      [1, 2, 3, 8],
    ],
    [
      [2, 3, 12],
      [0, 1, 4],
      [2, 2, 8],
    ],
    [
      [2, 3, 8],
      [0, 1, 2],
      [2, 2, 4],
    ],
    [
      [3, 6],
      [1, 0],
      [2, 4],
    ],
  ] as [Shape, Shape, Shape][]) {
    it(`slice() cuts [${length}] out of [${shape}] at [${start}]`, async () => {
      const oracle = moved(shape, length, (at) => at.map((c, axis) => c + (start[axis] as number)));
      await checkOp((x) => slice(x, start, length), { oracle, shapes: [shape] });
    });
  }

  for (const [shape, padding] of [
    [[3], [[2, 1]]],
    [
      [2, 3],
      [
        [0, 0],
        [1, 0],
      ],
    ],
    [
      [2, 3, 2],
      [
        [1, 0],
        [0, 2],
        [1, 1],
      ],
    ],
    [
      [2, 1, 2, 2, 2],
      [
        [0, 1],
        [1, 0],
        [0, 0],
        [1, 1],
        [2, 0],
      ],
    ],
    [
      [2, 2, 3, 4],
      [
        [0, 0],
        [1, 2],
        [2, 0],
        [0, 0],
      ],
    ],
    [
      [2, 4],
      [
        [1, 0],
        [4, 8],
      ],
    ],
    [
      [2, 4],
      [
        [0, 0],
        [2, 2],
      ],
    ],
  ] as [Shape, [number, number][]][]) {
    it(`pad() surrounds [${shape}]`, async () => {
      const output = shape.map((length, axis) => length + (padding[axis]?.[0] as number) + (padding[axis]?.[1] as number));
      const inside = (at: number[]) => at.map((c, axis) => c - (padding[axis]?.[0] as number));
      const fits = (at: number[]) => at.every((c, axis) => c >= 0 && c < (shape[axis] as number));
      const oracle = moved(shape, output, (at) => (fits(inside(at)) ? inside(at) : undefined), -1.5);
      await checkOp((x) => pad(x, padding, -1.5), { oracle, shapes: [shape] });
    });
  }

  it('load four elements at once where four neighbours stay neighbours', () => {
    const loadsVectors = (y: Tensor) => !/ % 4u\]/.test(codeOf(y));
    const x = placeholder('x', [2, 3, 8]);
    const border = [0, 1] as const;
    expect(loadsVectors(pad(x, [border, border, [0, 0]]))).toBe(true);
    expect(loadsVectors(pad(x, [border, border, [4, 4]]))).toBe(true);
    expect(loadsVectors(pad(x, [border, border, [1, 3]]))).toBe(false);
    expect(loadsVectors(slice(x, [0, 1, 0], [2, 2, 8]))).toBe(true);
    expect(loadsVectors(slice(x, [0, 1, 4], [2, 2, 4]))).toBe(true);
    expect(loadsVectors(slice(x, [0, 1, 2], [2, 2, 4]))).toBe(false);
    expect(loadsVectors(transpose(x, [1, 0, 2]))).toBe(true);
    expect(loadsVectors(transpose(x, [0, 2, 1]))).toBe(false);
  });

  it('reject what does not fit', () => {
    const x = placeholder('x', [2, 3]);
    expect(() => slice(x, [0, 2], [2, 2])).toThrow('Cannot slice [2,3] from [0,2] by [2,2]: the slice must lie inside');
    expect(() => slice(x, [0, -1], [2, 1])).toThrow(RangeError);
    expect(() => slice(x, [0], [2])).toThrow(RangeError);
    expect(() =>
      pad(x, [
        [0, -1],
        [0, 0],
      ]),
    ).toThrow('Cannot pad [2,3]: one pair of non-negative paddings per axis is needed, [[0,-1],[0,0]] came');
  });
});

describe('concatenate()', () => {
  for (const [shapes, axis, output] of [
    [[[2], [3], [1]], 0, [6]],
    [
      [
        [2, 3],
        [2, 1],
      ],
      -1,
      [2, 4],
    ],
    [
      [
        [2, 3],
        [4, 3],
      ],
      0,
      [6, 3],
    ],
    [
      [
        [1, 2, 2, 1, 2],
        [1, 2, 1, 1, 2],
      ],
      2,
      [1, 2, 3, 1, 2],
    ],
  ] as [Shape[], number, Shape][]) {
    it(`joins ${shapes.map((shape) => `[${shape}]`).join(', ')} along axis ${axis}`, async () => {
      const at = axis < 0 ? axis + output.length : axis;
      const oracle = (...parts: Float64Array[]) =>
        Array.from({ length: size(output) }, (_, index) => {
          const position = coordinates(index, output);
          let part = 0;
          while ((position[at] as number) >= (shapes[part]?.[at] as number))
            position[at] = (position[at] as number) - (shapes[part++]?.[at] as number);
          return parts[part]?.[
            strides(shapes[part] as Shape).reduce((sum, stride, i) => sum + stride * (position[i] as number), 0)
          ] as number;
        });
      await checkOp((...parts) => concatenate(parts, axis), { oracle, shapes });
    });
  }

  it('is one kernel together with what uses it', () => {
    const parts = [placeholder('a', [4, 8]), placeholder('b', [4, 3]), placeholder('c', [4, 8])];
    const text = plan({ outputs: [relu(concatenate(parts))], profile: PROFILES.gpu, placeOf: () => 0 }).toString();
    expect(text).toMatch(/^0 pad\+pad\+add\+pad\+add\+relu \[4,19\] .*\n1 dispatches/);
  });

  it('joins one tensor, and more tensors than a kernel can bind', async () => {
    await checkOp((x) => concatenate([x]), { oracle: (x) => x, shapes: [[3]] });
    const many = Array.from({ length: 12 }, (_, i) => [1 + (i % 3)]);
    await checkOp((...parts) => concatenate(parts), {
      oracle: (...parts) => parts.flatMap((part) => Array.from(part)),
      shapes: many,
      differentiate: [0, 11],
    });
  });

  it('rejects none, and shapes that differ elsewhere', () => {
    expect(() => concatenate([])).toThrow('Cannot concatenate: there are 0 tensors, at least 1 is needed');
    expect(() => concatenate([placeholder('a', [2, 3]), placeholder('b', [3, 3])])).toThrow(
      'Cannot concatenate [2,3] and [3,3] along axis 1: all other axes must be equal',
    );
    expect(() => concatenate([placeholder('a', [2]), placeholder('b', [2])], 1)).toThrow(RangeError);
  });
});

describe('reshape(), expandDims(), squeeze()', () => {
  it('keep the elements and their gradients', async () => {
    await checkOp((x) => square(reshape(relu(x), [4, 3])), {
      oracle: (x) => x.map((value) => Math.max(value, 0) ** 2),
      shapes: [[2, 3, 2]],
    });
    await checkOp((x) => squeeze(expandDims(x, 1), 1), { oracle: (x) => x, shapes: [[2, 3]] });
  });

  it('compute the axis that is -1', () => {
    const x = placeholder('x', [2, 3, 4]);
    expect(reshape(x, [-1, 4]).shape).toEqual([6, 4]);
    expect(reshape(x, [24]).shape).toEqual([24]);
    expect(reshape(x, [2, 3, 4])).toBe(x);
    expect(expandDims(x, -1).shape).toEqual([2, 3, 4, 1]);
    expect(expandDims(x, 0).shape).toEqual([1, 2, 3, 4]);
    expect(squeeze(placeholder('y', [2, 1]), -1).shape).toEqual([2]);
  });

  it('reject counts that differ', () => {
    const x = placeholder('x', [2, 3]);
    expect(() => reshape(x, [4])).toThrow('Cannot reshape [2,3] to [4]: 6 elements, the new shape holds 4');
    expect(() => reshape(x, [-1, 4])).toThrow('Cannot reshape [2,3] to [-1,4]: 6 elements, one axis must follow from the others');
    expect(() => reshape(x, [-1, -1])).toThrow(RangeError);
    expect(() => squeeze(x, 0)).toThrow('Cannot squeeze axis 0 of [2,3]: its size must be 1');
  });
});
