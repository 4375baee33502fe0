/** Makes a sequence of equal steps of each sample. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { broadcastTo } from '../../runtime/ops/elementwise.ts';
import { expandDims } from '../../runtime/ops/reshape.ts';
import { checkPositiveInteger, knownOptions } from '../checks.ts';
import { LAYER_OPTIONS, Layer, type LayerOptions } from './layer.ts';
import { singleShape } from './shapes.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';

/** Keras's `RepeatVector`: [batch, features] → [batch, n, features]. */
export class RepeatVector extends Layer {
  readonly n: number;

  /** Throws RangeError or TypeError unless n is a positive integer. */
  constructor(options: LayerOptions & { readonly n: number }) {
    super(options);
    checkPositiveInteger(this.className, 'n', options.n);
    this.n = options.n;
  }

  override get className(): string {
    return 'RepeatVector';
  }

  override call(x: Tensor): Tensor {
    const [batch = 1, features = 1] = x.shape;
    return broadcastTo(expandDims(x, 1), [batch, this.n, features]);
  }

  /** Throws RangeError unless samples have one axis. */
  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    const shape = singleShape(inputShape);
    const [batch = null, features = null] = shape;
    if (shape.length === 2) return [batch, this.n, features];
    throw new RangeError(`Cannot repeat ${showLayerShape(shape)}: it has ${shape.length} axes, it must have 2: the batch and the features`);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), n: this.n };
  }
}

/** Makes a layer that repeats each sample `n` times. */
export function repeatVector(n: number, options: LayerOptions = {}): RepeatVector {
  return new RepeatVector({ ...knownOptions("repeatVector(3, { name: 'steps' })", options, LAYER_OPTIONS), n });
}
