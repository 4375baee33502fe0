/** The base of layers that combine tensors element by element: `add.ts`, `multiply.ts` and their like. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { reshape } from '../../runtime/ops/reshape.ts';
import { Layer } from './layer.ts';
import { shapeList } from './shapes.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';

/** A layer that combines a list of tensors, broadcast to each other, element by element. Extend it with `merge`. */
export abstract class Merge extends Layer {
  override get takesList(): boolean {
    return true;
  }

  /** Combines tensors of equally many axes. */
  protected abstract merge(tensors: readonly Tensor[]): Tensor;

  override call(tensors: readonly Tensor[]): Tensor {
    const rank = Math.max(...tensors.map(({ shape }) => shape.length));
    return this.merge(tensors.map((tensor) => reshape(tensor, withRank(tensor.shape, rank))));
  }

  /** Throws RangeError for shapes that do not broadcast to each other. */
  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    const shapes = shapeList(inputShape);
    const rank = Math.max(...shapes.map((shape) => shape.length));
    return shapes.map((shape) => withRank(shape, rank)).reduce((a, b) => a.map((size, axis) => together(size, b[axis]!, shapes)));
  }
}

/** Shapes of fewer axes get axes of size 1 behind the batch, as in Keras. */
function withRank<T extends number | null>(shape: readonly T[], rank: number): readonly (T | 1)[] {
  return [...shape.slice(0, 1), ...Array<1>(rank - shape.length).fill(1), ...shape.slice(1)];
}

function together(a: number | null, b: number | null, shapes: readonly LayerShape[]): number | null {
  if (a === b || b === 1) return a;
  if (a === 1) return b;
  if (a === null || b === null) return null;
  throw new RangeError(`Cannot merge ${shapes.map(showLayerShape).join(', ')}: sizes ${a} and ${b} meet, they must be equal or 1`);
}
