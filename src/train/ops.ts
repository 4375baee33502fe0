/**
 * Functions of tensors for users' own layers, losses and metrics, in Keras's words: the namespace `ops`. They trace; kernels run later. What they are given is
 * checked by the files of `ops/`, since JavaScript passes anything on.
 */

export type { MatmulOptions } from '../runtime/ops/matmul.ts';
export type { RandomSource } from '../runtime/ops/random.ts';
export type { ReduceOptions } from '../runtime/ops/reduce.ts';
export { type ArgmaxOptions, argmax, logSoftmax, max, mean, min, prod, softmax, sum } from './ops/alongAxes.ts';
export { type ConvOptions, type ConvTransposeOptions, conv, convTranspose, depthwiseConv, separableConv } from './ops/convolutions.ts';
export {
  absolute,
  add,
  ceil,
  clip,
  cos,
  divide,
  elu,
  equal,
  erf,
  exp,
  floor,
  gelu,
  greater,
  greaterEqual,
  less,
  lessEqual,
  log,
  log1p,
  maximum,
  minimum,
  multiply,
  negative,
  notEqual,
  power,
  reciprocal,
  relu,
  round,
  rsqrt,
  sigmoid,
  sign,
  sin,
  softplus,
  softsign,
  sqrt,
  square,
  subtract,
  tanh,
  where,
} from './ops/elementwise.ts';
export { matmul } from './ops/matmul.ts';
export {
  type BatchNormalizationOptions,
  batchNormalization,
  type LayerNormalizationOptions,
  layerNormalization,
  type RMSNormalizationOptions,
  rmsNormalization,
} from './ops/normalization.ts';
export { averagePool, maxPool, type PoolOptions } from './ops/pooling.ts';
export { dropout, randomNormal, randomUniform } from './ops/random.ts';
export {
  broadcastTo,
  concatenate,
  constant,
  expandDims,
  oneHot,
  pad,
  reshape,
  slice,
  squeeze,
  type TakeOptions,
  take,
  transpose,
} from './ops/shaping.ts';
