/** Puts the axes of samples into another order. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { transpose } from '../../runtime/ops/rearrange.ts';
import { checkList, knownOptions } from '../checks.ts';
import { LAYER_OPTIONS, Layer, type LayerOptions } from './layer.ts';
import { singleShape } from './shapes.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';

/** Keras's `Permute`: axis i of the output is axis dims[i - 1] of the input, counted from 1 behind the batch. */
export class Permute extends Layer {
  readonly dims: readonly number[];

  /** Throws RangeError unless dims has each number from 1 up to its length once, TypeError when it is no list. */
  constructor(options: LayerOptions & { readonly dims: readonly number[] }) {
    const { dims } = options;
    super(options);
    checkList(this.className, 'dims', dims);
    if (dims.length === 0 || dims.toSorted((a, b) => a - b).some((dim, i) => dim !== i + 1))
      throw new RangeError(`Cannot make ${this.className}: dims is ${showLayerShape(dims)}, it must have each number from 1 on once`);
    this.dims = dims;
  }

  override get className(): string {
    return 'Permute';
  }

  override call(x: Tensor): Tensor {
    return transpose(x, [0, ...this.dims]);
  }

  /** Throws RangeError for another number of axes than dims has. */
  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    const shape = singleShape(inputShape);
    if (shape.length === this.dims.length + 1) return [0, ...this.dims].map((axis) => shape[axis] ?? null);
    throw new RangeError(
      `Cannot permute ${showLayerShape(shape)} by dims ${showLayerShape(this.dims)}: samples have ${shape.length - 1} axes, dims must name as many`,
    );
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), dims: this.dims };
  }
}

/** Makes a layer that puts the axes of samples into the order `dims`, counted from 1. */
export function permute(dims: readonly number[], options: LayerOptions = {}): Permute {
  return new Permute({ ...knownOptions("permute([2, 1], { name: 'turned' })", options, LAYER_OPTIONS), dims });
}
