/** Gated linear unit: one half of an axis opens and closes the other. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import { showShape, type Tensor } from '../../runtime/graph/tensor.ts';
import { multiply, sigmoid } from '../../runtime/ops/elementwise.ts';
import { slice } from '../../runtime/ops/rearrange.ts';
import { checkedAxis } from './lastAxis.ts';

/** a sigmoid(b) where a and b are the halves of x along an axis: [..., 2n] → [..., n] (Dauphin et al. 2017). Throws RangeError for an odd size. */
export function glu(x: TensorLike, { axis = -1 }: { readonly axis?: number | undefined } = {}): Tensor {
  const tensor = toTensor(x);
  const at = checkedAxis(axis, tensor);
  const length = tensor.shape[at]!;
  if (length % 2) throw new RangeError(`Cannot halve axis ${axis} of ${showShape(tensor.shape)}: its size is ${length}, it must be even`);
  const half = tensor.shape.with(at, length / 2);
  const none = tensor.shape.map(() => 0);
  return multiply(slice(tensor, none, half), sigmoid(slice(tensor, none.with(at, length / 2), half)));
}
