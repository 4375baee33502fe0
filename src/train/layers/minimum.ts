/** The smallest of tensors, element by element. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { minimum as smaller } from '../../runtime/ops/elementwise.ts';
import { knownOptions } from '../checks.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';
import { Merge } from './merge.ts';

/** Keras's `Minimum`. */
export class Minimum extends Merge {
  override get className(): string {
    return 'Minimum';
  }

  protected override merge(tensors: readonly Tensor[]): Tensor {
    return tensors.reduce((least, tensor) => smaller(least, tensor));
  }
}

/** Makes a layer that takes the smallest of tensors element by element. */
export function minimum(options: LayerOptions = {}): Minimum {
  return new Minimum(knownOptions("minimum({ name: 'joined' })", options, LAYER_OPTIONS));
}
