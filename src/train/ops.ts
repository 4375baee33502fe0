/** Functions of tensors for users' own layers, losses and metrics, in Keras's words: the namespace `ops`. They trace; kernels run later. */

export { constant } from '../runtime/graph/leaf.ts';
export { argMax as argmax } from '../runtime/ops/argMax.ts';
export {
  absolute,
  add,
  broadcastTo,
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
} from '../runtime/ops/elementwise.ts';
export { gatherRows as take } from '../runtime/ops/gather.ts';
export type { MatmulOptions } from '../runtime/ops/matmul.ts';
export { oneHot } from '../runtime/ops/oneHot.ts';
export { dropout, type RandomSource, randomNormal, randomUniform } from '../runtime/ops/random.ts';
export { concatenate, pad, slice, transpose } from '../runtime/ops/rearrange.ts';
export type { ReduceOptions } from '../runtime/ops/reduce.ts';
export { expandDims, reshape, squeeze } from '../runtime/ops/reshape.ts';
export { logSoftmax, softmax } from '../runtime/ops/softmax.ts';
export { matmul, max, mean, min, prod, sum } from './opsWithOptions.ts';
