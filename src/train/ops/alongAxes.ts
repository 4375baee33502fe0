/** Functions of `ops.ts` along axes of a tensor: reductions, softmax and its like. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { argMax } from '../../runtime/ops/argMax.ts';
import { transpose } from '../../runtime/ops/rearrange.ts';
import * as reduce from '../../runtime/ops/reduce.ts';
import { expandDims, reshape } from '../../runtime/ops/reshape.ts';
import type { AxisOptions } from '../activations/lastAxis.ts';
import { logSoftmax as logSoftmaxOf } from '../activations/logSoftmax.ts';
import { softmax as softmaxOf } from '../activations/softmax.ts';
import { knownOptions } from '../checks.ts';
import { axesOf, axisOf, checkArgument, checkFlag, tensorOf, withoutMore } from './arguments.ts';

/** Largest value over axes; tied elements share the gradient evenly. Throws RangeError for axes, TypeError for kinds and for options that it does not have. */
export const max = reduction('max', reduce.max);
/** Mean over axes. Throws RangeError for axes, TypeError for kinds and for options that it does not have. */
export const mean = reduction('mean', reduce.mean);
/** Smallest value over axes; tied elements share the gradient evenly. Throws RangeError for axes, TypeError for kinds and for options that it does not have. */
export const min = reduction('min', reduce.min);
/** Product over axes; its gradient needs elements other than 0. Throws RangeError for axes, TypeError for kinds and for options that it does not have. */
export const prod = reduction('prod', reduce.prod);
/** Sum over axes. Throws RangeError for axes, TypeError for kinds and for options that it does not have. */
export const sum = reduction('sum', reduce.sum);

type Reduction = (x: TensorLike, options?: reduce.ReduceOptions) => Tensor;

/* @__NO_SIDE_EFFECTS__ */
function reduction(name: string, body: Reduction): Reduction {
  const call = `ops.${name}(x, { axis: -1 })`;
  return withoutMore(call, (x: TensorLike, options?: reduce.ReduceOptions): Tensor => {
    const { axis = null, keepDims = false } = knownOptions(call, options, { axis: true, keepDims: true });
    const tensor = tensorOf(name, 'x', x);
    checkFlag(name, 'keepDims', keepDims);
    return body(tensor, { axis: axis === null ? axis : axesOf(name, axis, tensor.shape.length), keepDims });
  });
}

/** Which axis of `argmax`, and whether it stays with size 1. */
export interface ArgmaxOptions {
  /** Negative from the end; null: all elements, as they lie in memory. Default -1, where Keras has null. */
  readonly axis?: number | null | undefined;
  readonly keepDims?: boolean | undefined;
}

/** Index of the largest value along an axis, the first of equals, as f32. Throws RangeError for an axis that x does not have, TypeError for kinds and unknown options. */
export const argmax = withoutMore('ops.argmax(x, { axis: -1 })', (x: TensorLike, options?: ArgmaxOptions): Tensor => {
  const { axis = -1, keepDims = false } = knownOptions('ops.argmax(x, { axis: -1 })', options, { axis: true, keepDims: true });
  checkFlag('argmax', 'keepDims', keepDims);
  const tensor = tensorOf('argmax', 'x', x);
  if (axis === null) {
    const found = argMax(reshape(tensor, [-1]));
    return keepDims
      ? reshape(
          found,
          tensor.shape.map(() => 1),
        )
      : found;
  }
  const at = axisOf('argmax', axis, tensor.shape.length);
  const order = [...tensor.shape.keys()].filter((one) => one !== at).concat(at);
  const found = argMax(at === order.length - 1 ? tensor : transpose(tensor, order));
  return keepDims ? expandDims(found, at) : found;
});

/** exp(x) / sum of exp(x) along an axis or several taken together. Throws RangeError for axes that x does not have, TypeError for kinds and for unknown options. */
export const softmax = alongAxis('softmax', softmaxOf);
/** ln(softmax(x)) along an axis or several taken together. Throws RangeError for axes that x does not have, TypeError for kinds and for unknown options. */
export const logSoftmax = alongAxis('logSoftmax', logSoftmaxOf);

type AlongAxis = (x: TensorLike, options?: AxisOptions) => Tensor;

/* @__NO_SIDE_EFFECTS__ */
function alongAxis(name: string, body: AlongAxis): AlongAxis {
  const call = `ops.${name}(x, { axis: -1 })`;
  return withoutMore(call, (x: TensorLike, options?: AxisOptions): Tensor => {
    const { axis = -1 } = knownOptions(call, options, { axis: true });
    const tensor = tensorOf(name, 'x', x);
    const axes = axesOf(name, axis, tensor.shape.length);
    checkArgument(name, 'axis', axis, axes.length > 0, 'an integer or a list of at least one');
    return body(tensor, { axis: axes });
  });
}
