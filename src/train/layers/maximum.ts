/** The largest of tensors, element by element. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { maximum as larger } from '../../runtime/ops/elementwise.ts';
import { knownOptions } from '../checks.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';
import { Merge } from './merge.ts';

/** Keras's `Maximum`. */
export class Maximum extends Merge {
  override get className(): string {
    return 'Maximum';
  }

  protected override merge(tensors: readonly Tensor[]): Tensor {
    return tensors.reduce((most, tensor) => larger(most, tensor));
  }
}

/** Makes a layer that takes the largest of tensors element by element. */
export function maximum(options: LayerOptions = {}): Maximum {
  return new Maximum(knownOptions("maximum({ name: 'joined' })", options, LAYER_OPTIONS));
}
