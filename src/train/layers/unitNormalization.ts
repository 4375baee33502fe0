/** Brings vectors to length 1. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { maximum, multiply, rsqrt, square } from '../../runtime/ops/elementwise.ts';
import { sum } from '../../runtime/ops/reduce.ts';
import { check, knownOptions, type OptionNames } from '../checks.ts';
import { ElementwiseLayer } from './elementwiseLayer.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';
import { singleShape } from './shapes.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';

/** Options of `unitNormalization`. */
export interface UnitNormalizationOptions extends LayerOptions {
  /** One axis or several taken together, counted with the batch; default -1. */
  readonly axis?: number | readonly number[] | undefined;
}

const UNIT_NORMALIZATION_OPTIONS: OptionNames<UnitNormalizationOptions> = { ...LAYER_OPTIONS, axis: true };

/** Square of the smallest length by which Keras divides. */
const SMALLEST = 1e-24;

/** Keras's `UnitNormalization`: x / max(√(sum of x²), 1e-12). The gradient of a vector of zeros is finite, where Keras's on JAX is NaN. */
export class UnitNormalization extends ElementwiseLayer {
  readonly axis: number | readonly number[];

  /** Throws RangeError or TypeError unless the axes are integers. */
  constructor(options: UnitNormalizationOptions = {}) {
    const { axis = -1 } = options;
    const axes = Array.isArray(axis) ? axis : [axis];
    super(options);
    check(this.className, 'axis', axis, axes.length > 0 && axes.every(Number.isInteger), 'an integer or a list of integers');
    this.axis = axis;
  }

  override get className(): string {
    return 'UnitNormalization';
  }

  override call(x: Tensor): Tensor {
    return multiply(x, rsqrt(maximum(sum(square(x), { axis: this.axis, keepDims: true }), SMALLEST)));
  }

  /** Throws RangeError for an axis that the input does not have. */
  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    const shape = singleShape(inputShape);
    const missing = [this.axis].flat().find((axis) => axis < -shape.length || axis >= shape.length);
    if (missing === undefined) return shape;
    throw new RangeError(
      `Cannot normalize ${showLayerShape(shape)} along axis ${missing}: it must be from ${-shape.length} to ${shape.length - 1}`,
    );
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis };
  }
}

/** Makes a layer that brings vectors to length 1. */
export function unitNormalization(options: UnitNormalizationOptions = {}): UnitNormalization {
  return new UnitNormalization(knownOptions('unitNormalization({ axis: 1 })', options, UNIT_NORMALIZATION_OPTIONS));
}
