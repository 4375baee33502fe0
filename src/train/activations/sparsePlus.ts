/** A softplus with exact zeros; its derivative is `sparseSigmoid.ts`. */
import { type TensorLike, toTensor } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, clip, multiply, relu, square, subtract } from '../../runtime/ops/elementwise.ts';

/** 0 up to -1, x from 1 on, (x + 1)² / 4 between; written as a limited square, which cannot overflow, plus what lies above 1. */
export function sparsePlus(x: TensorLike): Tensor {
  const tensor = toTensor(x);
  return add(multiply(square(add(clip(tensor, -1, 1), 1)), 0.25), relu(subtract(tensor, 1)));
}
