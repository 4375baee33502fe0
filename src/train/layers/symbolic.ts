/** Symbolic inputs and outputs of layers: how a model is described before any batch size is known. Read by `modelGraph.ts`. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import type { Layer } from './layer.ts';

/** Sizes of the axes with the batch first; `null` where a size is not known. */
export type LayerShape = readonly (number | null)[];

/** One use of a layer. */
export interface Application {
  readonly layer: Layer;
  readonly inputs: readonly SymbolicTensor[];
  readonly outputs: readonly SymbolicTensor[];
  /** How many times the layer had been applied before. */
  readonly index: number;
}

/** An output of a layer as `apply` gives it: shape `[null, …]`, no values. */
export class SymbolicTensor {
  readonly shape: LayerShape;
  /** The use of the layer that made it; set once, right after. */
  origin: Application | undefined;
  /** Which of that use's outputs it is. */
  readonly index: number;

  constructor(shape: LayerShape, index = 0) {
    this.shape = shape;
    this.index = index;
  }
}

/** `(None, 784)`, as Keras writes shapes. */
export function showLayerShape(shape: LayerShape): string {
  return `(${shape.map((size) => size ?? 'None').join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** Whether a size is a positive integer, or not known. */
export function isSize(size: number | null): boolean {
  return size === null || (Number.isSafeInteger(size) && size > 0);
}

/** The shape of a traced tensor with the batch left open. */
export function batchless({ shape }: Tensor): LayerShape {
  return [null, ...shape.slice(1)];
}
