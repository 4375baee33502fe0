/** The exponential linear unit as a layer. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { elu as apply, type EluOptions } from '../activations/elu.ts';
import { checkFinite, knownOptions, type OptionNames } from '../checks.ts';
import { ElementwiseLayer } from './elementwiseLayer.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';

/** Options of `elu`. */
export interface ELUOptions extends LayerOptions, EluOptions {}

const ELU_OPTIONS: OptionNames<ELUOptions> = { ...LAYER_OPTIONS, alpha: true };

/** Keras's `ELU`: x for x > 0, else alpha (eˣ - 1). */
export class ELU extends ElementwiseLayer {
  readonly alpha: number;

  /** Throws RangeError for an alpha that is not finite. */
  constructor(options: ELUOptions = {}) {
    const { alpha = 1 } = options;
    checkFinite('ELU', 'alpha', alpha);
    super(options);
    this.alpha = alpha;
  }

  override get className(): string {
    return 'ELU';
  }

  override call(x: Tensor): Tensor {
    return apply(x, this);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), alpha: this.alpha };
  }
}

/** Makes a layer that applies the exponential linear unit. */
export function elu(options: ELUOptions = {}): ELU {
  return new ELU(knownOptions('elu({ alpha: 0.5 })', options, ELU_OPTIONS));
}
