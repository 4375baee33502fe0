/** Checks of the shapes that layers are given; messages get the layer's path in `layer.ts`. */
import { isShapeList } from './layer.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';

/** The one shape that a layer of one input is given. Throws RangeError for a list of several. */
export function singleShape(shape: LayerShape | readonly LayerShape[]): LayerShape {
  if (!isShapeList(shape)) return shape;
  if (shape.length === 1) return shape[0]!;
  throw new RangeError(`Cannot apply the layer: ${shape.length} inputs came, it takes one tensor`);
}

/** The shapes that a merging layer is given. Throws RangeError unless it is a list of at least `least`. */
export function shapeList(shape: LayerShape | readonly LayerShape[], least = 1): readonly LayerShape[] {
  if (!isShapeList(shape)) throw new RangeError('Cannot apply the layer: one tensor came, it takes a list of tensors');
  if (shape.length >= least) return shape;
  throw new RangeError(`Cannot apply the layer: ${shape.length} inputs came, it takes ${least} or more`);
}

/** Sizes of a sample, all known. Throws RangeError when one is open. */
export function sampleShape(shape: LayerShape): readonly number[] {
  return shape.slice(1).map((size, axis) => {
    if (size !== null) return size;
    throw new RangeError(`Cannot build the layer: its input ${showLayerShape(shape)} leaves axis ${axis + 1} open, only the batch may be`);
  });
}

/** Number of elements of axes, `null` when one is open. */
export function product(sizes: LayerShape): number | null {
  return sizes.reduce((total, size) => (total === null || size === null ? null : total * size), 1);
}

/** Sizes of axes, counted with the batch, negative from the end. Throws RangeError for the batch, for axes that a shape lacks, and for open ones. */
export function axisSizes(shape: LayerShape, axes: readonly number[]): readonly number[] {
  return axes.map((axis) => {
    const at = axis < 0 ? axis + shape.length : axis;
    const size = at > 0 ? shape[at] : undefined;
    if (typeof size === 'number') return size;
    const why = size === null ? 'leaves it open' : at === 0 ? 'has the batch there' : 'has no such axis';
    throw new RangeError(`Cannot build the layer along axis ${axis}: its input ${showLayerShape(shape)} ${why}, it must have a known size`);
  });
}
