/** An activation as a layer of its own. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { type ActivationFunction, type Activation as ActivationOption, activationName, resolveActivation } from '../activations/resolve.ts';
import { knownOptions } from '../checks.ts';
import { ElementwiseLayer } from './elementwiseLayer.ts';
import { LAYER_OPTIONS, type LayerOptions } from './layer.ts';

/** Keras's `Activation`. */
export class Activation extends ElementwiseLayer {
  readonly activation: ActivationFunction;

  /** Throws RangeError for unknown strings, TypeError for kinds. */
  constructor(options: LayerOptions & { readonly activation: ActivationOption }) {
    super(options);
    this.activation = resolveActivation(options.activation);
  }

  override get className(): string {
    return 'Activation';
  }

  override call(x: Tensor): Tensor {
    return this.activation(x);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), activation: activationName(this.activation) };
  }
}

/** Makes a layer that applies a function to its input. */
export function activation(fn: ActivationOption, options: LayerOptions = {}): Activation {
  return new Activation({ ...knownOptions("activation('relu', { name: 'active' })", options, LAYER_OPTIONS), activation: fn });
}
