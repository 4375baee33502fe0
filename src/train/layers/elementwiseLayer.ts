/** The base of layers whose output has the input's shape. */
import { Layer } from './layer.ts';
import { singleShape } from './shapes.ts';
import type { LayerShape } from './symbolic.ts';

/** A layer whose output has the input's shape. */
export class ElementwiseLayer extends Layer {
  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    return singleShape(inputShape);
  }
}
