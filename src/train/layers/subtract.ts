/** The difference of two tensors. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { subtract as minus } from '../../runtime/ops/elementwise.ts';
import { knownOptions } from '../checks.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';
import { Merge } from './merge.ts';
import { shapeList } from './shapes.ts';
import type { LayerShape } from './symbolic.ts';

/** Keras's `Subtract`: the first tensor less the second. */
export class Subtract extends Merge {
  override get className(): string {
    return 'Subtract';
  }

  protected override merge([first, second]: readonly Tensor[]): Tensor {
    return minus(first!, second!);
  }

  /** Throws RangeError unless there are two shapes that broadcast to each other. */
  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    const { length } = shapeList(inputShape);
    if (length === 2) return super.computeOutputShape(inputShape);
    throw new RangeError(`Cannot subtract: the list has ${length} tensors, it must have 2`);
  }
}

/** Makes a layer that subtracts the second of two tensors from the first. */
export function subtract(options: LayerOptions = {}): Subtract {
  return new Subtract(knownOptions("subtract({ name: 'joined' })", options, LAYER_OPTIONS));
}
