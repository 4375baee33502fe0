/** Brings inputs to another range: bytes to [0, 1], say. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, multiply } from '../../runtime/ops/elementwise.ts';
import { checkFinite, knownOptions, type OptionNames } from '../checks.ts';
import { ElementwiseLayer } from './elementwiseLayer.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';

/** Options of `rescaling`. */
export interface RescalingOptions extends LayerOptions {
  /** Default 0. */
  readonly offset?: number | undefined;
}

const RESCALING_OPTIONS: OptionNames<RescalingOptions> = { ...LAYER_OPTIONS, offset: true };

/** Keras's `Rescaling`: scale x + offset. */
export class Rescaling extends ElementwiseLayer {
  readonly scale: number;
  readonly offset: number;

  /** Throws RangeError for numbers that are not finite, TypeError for other kinds. */
  constructor(options: RescalingOptions & { readonly scale: number }) {
    const { scale, offset = 0 } = options;
    checkFinite('Rescaling', 'scale', scale);
    checkFinite('Rescaling', 'offset', offset);
    super(options);
    this.scale = scale;
    this.offset = offset;
  }

  override get className(): string {
    return 'Rescaling';
  }

  override call(x: Tensor): Tensor {
    const scaled = multiply(x, this.scale);
    return this.offset === 0 ? scaled : add(scaled, this.offset);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), scale: this.scale, offset: this.offset };
  }
}

/** Makes a layer that multiplies by `scale` and adds an offset. */
export function rescaling(scale: number, options: RescalingOptions = {}): Rescaling {
  return new Rescaling({ ...knownOptions('rescaling(1 / 255, { offset: -1 })', options, RESCALING_OPTIONS), scale });
}
