/** Joins tensors along an axis. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { concatenate as join } from '../../runtime/ops/rearrange.ts';
import { check, knownOptions, type OptionNames } from '../checks.ts';
import { LAYER_OPTIONS, Layer, type LayerOptions } from './layer.ts';
import { shapeList } from './shapes.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';

/** Options of `concatenate`. */
export interface ConcatenateOptions extends LayerOptions {
  /** Counted with the batch, negative from the end; default -1. */
  readonly axis?: number | undefined;
}

const CONCATENATE_OPTIONS: OptionNames<ConcatenateOptions> = { ...LAYER_OPTIONS, axis: true };

/** Keras's `Concatenate`: a list of tensors → one. */
export class Concatenate extends Layer {
  readonly axis: number;

  /** Throws RangeError unless the axis is an integer other than the batch's. */
  constructor(options: ConcatenateOptions = {}) {
    const { axis = -1 } = options;
    check('Concatenate', 'axis', axis, Number.isSafeInteger(axis) && axis !== 0, 'an integer other than 0, the batch');
    super(options);
    this.axis = axis;
  }

  override get className(): string {
    return 'Concatenate';
  }

  override get takesList(): boolean {
    return true;
  }

  override call(tensors: readonly Tensor[]): Tensor {
    return tensors.length === 1 ? tensors[0]! : join(tensors, this.axis);
  }

  /** Throws RangeError for shapes that differ at another axis. */
  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    const shapes = shapeList(inputShape);
    const first = shapes[0]!;
    const at = this.axis < 0 ? this.axis + first.length : this.axis;
    const misfit = at > 0 && at < first.length ? shapes.find((shape) => !joinable(first, shape, at)) : first;
    if (!misfit)
      return first.with(
        at,
        shapes.reduce<number | null>((total, shape) => sum(total, shape[at]!), 0),
      );
    const all = shapes.map(showLayerShape).join(', ');
    throw new RangeError(`Cannot concatenate ${all} along axis ${this.axis}: they must have that axis, and all others must be equal`);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), axis: this.axis };
  }
}

/** Makes a layer that joins tensors along an axis. */
export function concatenate(options: ConcatenateOptions = {}): Concatenate {
  return new Concatenate(knownOptions('concatenate({ axis: 1 })', options, CONCATENATE_OPTIONS));
}

function joinable(first: LayerShape, shape: LayerShape, at: number): boolean {
  const fits = (size: number | null, axis: number) => axis === at || size === null || shape[axis] === null || size === shape[axis];
  return shape.length === first.length && first.every(fits);
}

function sum(total: number | null, size: number | null): number | null {
  return total === null || size === null ? null : total + size;
}
