/** Random numbers by counter: dropout, uniform and normal noise, the same bits for the same seed, step and element on every device. */
import circular from '../../shaders/elementwise/circular.wgsl?raw';
import boxMuller from '../../shaders/random/boxMuller.wgsl?raw';
import dropoutSource from '../../shaders/random/dropout.wgsl?raw';
import normalSource from '../../shaders/random/normal.wgsl?raw';
import normal4Source from '../../shaders/random/normal4.wgsl?raw';
import randomSource from '../../shaders/random/random.wgsl?raw';
import threefrySource from '../../shaders/random/threefry.wgsl?raw';
import uniformSource from '../../shaders/random/uniform.wgsl?raw';
import uniform4Source from '../../shaders/random/uniform4.wgsl?raw';
import { literal } from '../graph/chain.ts';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Op } from '../graph/op.ts';
import { apply1, type Shape, type Tensor } from '../graph/tensor.ts';
import { joined } from './elementwiseOp.ts';
import { rowsFilled } from './filledRows.ts';

/** Where an op's random numbers come from. */
export interface RandomSource {
  /** u32 scalar, equal for a whole model. */
  readonly seed: TensorLike;
  /** u32 scalar that changes from step to step. */
  readonly step: TensorLike;
  /** u32 that tells the places in a model apart. */
  readonly stream: number;
}

/** Operations of threefry for two elements, per element: 20 rounds of 5, and what lies between them. */
const THREEFRY = 60;

/** `row`: the length of rows that are filled up. */
const dropoutOp: Op<{ readonly rate: number; readonly stream: number; readonly row?: number }> = {
  name: 'dropout',
  infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
  form: {
    kind: 'elementwise',
    source: joined(threefrySource, uniformSource, dropoutSource),
    source4: joined(threefrySource, uniform4Source, dropoutSource),
    function: 'dropout',
    vector: true,
    scalarInputs: [1, 2],
    usesIndex: indexOf,
    arguments: ({ rate, stream }) => [literal(rate), literal(1 / (1 - rate)), `${stream}u`],
    operations: THREEFRY,
  },
  onFilledRows: ({ inputs: [x, ...state], attributes }, fill) => {
    return [apply1(dropoutOp, [fill(x as Tensor), ...state], { ...attributes, row: (x as Tensor).shape.at(-1) as number })];
  },
  gradient: ({ inputs: [, seed, step], attributes }, [dy]) => [
    dy && apply1(dropoutOp, [dy, seed as Tensor, step as Tensor], attributes),
    undefined,
    undefined,
  ],
};

/** Index of an element; in rows that were filled up, as if they were not. */
function indexOf({ outputs: [y], attributes: { row } }: { outputs: readonly Tensor[]; attributes: { readonly row?: number } }): string {
  const filled = y?.shape.at(-1);
  return row ? `index / ${filled}u * ${row}u + index % ${filled}u` : 'index';
}

/** x / (1 - rate) with probability 1 - rate, else 0, element by element. */
export function dropout(x: TensorLike, rate: number, { seed, step, stream }: RandomSource): Tensor {
  return apply1(dropoutOp, [toTensor(x), toTensor(seed, 'u32'), toTensor(step, 'u32')], { rate, stream });
}

const randomOp: Op<{ shape: Shape; stream: number }> = {
  name: 'randomUniform',
  infer: (_, { shape }) => [{ shape, dtype: 'f32' }],
  form: {
    kind: 'elementwise',
    source: /* @__PURE__ */ joined(threefrySource, uniformSource, randomSource),
    source4: /* @__PURE__ */ joined(threefrySource, uniform4Source, randomSource),
    function: 'random',
    vector: true,
    scalarInputs: [0, 1],
    usesIndex: () => 'index',
    arguments: ({ stream }) => [`${stream}u`],
    operations: THREEFRY,
  },
};

/** Uniform numbers in [0, 1). */
export function randomUniform(shape: Shape, { seed, step, stream }: RandomSource): Tensor {
  return apply1(randomOp, [toTensor(seed, 'u32'), toTensor(step, 'u32')], { shape, stream });
}

/** `row`: the length of rows that are filled up. */
const normalOp: Op<{ readonly shape: Shape; readonly stream: number; readonly row?: number }> = {
  name: 'randomNormal',
  infer: (_, { shape }) => [{ shape, dtype: 'f32' }],
  form: {
    kind: 'elementwise',
    source: /* @__PURE__ */ joined(threefrySource, circular, boxMuller, normalSource),
    source4: /* @__PURE__ */ joined(threefrySource, circular, boxMuller, normal4Source),
    function: 'normal',
    vector: true,
    scalarInputs: [0, 1],
    usesIndex: indexOf,
    arguments: ({ stream }) => [`${stream}u`],
  },
  onFilledRows: ({ inputs, attributes: { shape, stream } }) => {
    const row = shape.at(-1) as number;
    // Pairs of numbers begin at even indices, which those of odd rows are not.
    return row % 2 ? undefined : [apply1(normalOp, inputs, { shape: rowsFilled(shape), stream, row })];
  },
};

/** Normal numbers of mean 0 and variance 1. */
export function randomNormal(shape: Shape, { seed, step, stream }: RandomSource): Tensor {
  return apply1(normalOp, [toTensor(seed, 'u32'), toTensor(step, 'u32')], { shape, stream });
}
