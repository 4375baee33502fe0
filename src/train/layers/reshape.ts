/** Gives samples another shape. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { reshape as reshapeTo } from '../../runtime/ops/reshape.ts';
import { check, checkList, knownOptions } from '../checks.ts';
import { LAYER_OPTIONS, Layer, type LayerOptions } from './layer.ts';
import { product, singleShape } from './shapes.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';

/** Keras's `Reshape`: [batch, ...] → [batch, ...targetShape]. */
export class Reshape extends Layer {
  readonly targetShape: readonly number[];

  /** Throws RangeError unless the sizes are positive integers, at most one of them -1; TypeError when it is no list. */
  constructor(options: LayerOptions & { readonly targetShape: readonly number[] }) {
    const { targetShape } = options;
    checkList('Reshape', 'targetShape', targetShape);
    for (const size of targetShape) check('Reshape', 'a size of targetShape', size, isSize(size), 'a positive integer, or -1 once');
    if (targetShape.filter((size) => size === -1).length > 1) {
      throw new RangeError(`Cannot make Reshape: targetShape is ${showLayerShape(targetShape)}, only one size may be -1`);
    }
    super(options);
    this.targetShape = targetShape;
  }

  override get className(): string {
    return 'Reshape';
  }

  override call(x: Tensor): Tensor {
    const [batch = 1, ...sample] = x.shape;
    return reshapeTo(x, [batch, ...(this.resolved(sample) as readonly number[])]);
  }

  /** Throws RangeError when the numbers of elements differ. */
  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    const [batch = null, ...sample] = singleShape(inputShape);
    return [batch, ...this.resolved(sample)];
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), target_shape: this.targetShape };
  }

  /** The target with the size that is -1 computed; open as long as the sample is. */
  private resolved(sample: LayerShape): LayerShape {
    const total = product(sample);
    const known = this.targetShape.reduce((count, size) => (size === -1 ? count : count * size), 1);
    const fits = total === null || (this.targetShape.includes(-1) ? total % known === 0 : total === known);
    if (fits) return this.targetShape.map((size) => (size === -1 ? total && total / known : size));
    throw new RangeError(
      `Cannot reshape samples ${showLayerShape(sample)} to ${showLayerShape(this.targetShape)}: ${total} elements, they must fit`,
    );
  }
}

/** Makes a layer that gives samples the shape `targetShape`; one size may be -1 and is computed. */
export function reshape(targetShape: readonly number[], options: LayerOptions = {}): Reshape {
  return new Reshape({ ...knownOptions("reshape([4, 4], { name: 'square' })", options, LAYER_OPTIONS), targetShape });
}

function isSize(size: number): boolean {
  return size === -1 || (Number.isSafeInteger(size) && size > 0);
}
