/** The product of tensors, element by element. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { multiply as times } from '../../runtime/ops/elementwise.ts';
import { knownOptions } from '../checks.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';
import { Merge } from './merge.ts';

/** Keras's `Multiply`. */
export class Multiply extends Merge {
  override get className(): string {
    return 'Multiply';
  }

  protected override merge(tensors: readonly Tensor[]): Tensor {
    return tensors.reduce((product, tensor) => times(product, tensor));
  }
}

/** Makes a layer that multiplies tensors element by element. */
export function multiply(options: LayerOptions = {}): Multiply {
  return new Multiply(knownOptions("multiply({ name: 'joined' })", options, LAYER_OPTIONS));
}
