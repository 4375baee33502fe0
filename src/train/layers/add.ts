/** The sum of tensors. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add as plus } from '../../runtime/ops/elementwise.ts';
import { knownOptions } from '../checks.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';
import { Merge } from './merge.ts';

/** Keras's `Add`. */
export class Add extends Merge {
  override get className(): string {
    return 'Add';
  }

  protected override merge(tensors: readonly Tensor[]): Tensor {
    return tensors.reduce((sum, tensor) => plus(sum, tensor));
  }
}

/** Makes a layer that adds tensors. */
export function add(options: LayerOptions = {}): Add {
  return new Add(knownOptions("add({ name: 'joined' })", options, LAYER_OPTIONS));
}
