/** The mean of tensors. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, multiply } from '../../runtime/ops/elementwise.ts';
import { knownOptions } from '../checks.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';
import { Merge } from './merge.ts';

/** Keras's `Average`. */
export class Average extends Merge {
  override get className(): string {
    return 'Average';
  }

  protected override merge(tensors: readonly Tensor[]): Tensor {
    return multiply(
      tensors.reduce((sum, tensor) => add(sum, tensor)),
      1 / tensors.length,
    );
  }
}

/** Makes a layer that averages tensors. */
export function average(options: LayerOptions = {}): Average {
  return new Average(knownOptions("average({ name: 'joined' })", options, LAYER_OPTIONS));
}
