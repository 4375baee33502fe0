/** The first weights of a network by formula, layer by layer, and the shapes between the layers. Used by `engines/`. */
import { hash, type LayerSpec, type NetworkTask } from './network.ts';

/** An array in Keras's layout. */
export interface FirstWeight {
  readonly values: Float32Array<ArrayBuffer>;
  readonly shape: readonly number[];
}

/** A layer in its place. */
export interface Part {
  readonly layer: LayerSpec;
  /** Without the batch, channels last. */
  readonly inputShape: readonly number[];
  /** Keras's order: kernel and bias; gamma, beta, moving mean and moving variance. */
  readonly weights: readonly FirstWeight[];
}

/** The layers of a network with the shapes of their inputs and their weights: kernels uniform in Glorot's range, all else as Keras begins. */
export function partsOf({ input, layers }: NetworkTask): Part[] {
  const parts: Part[] = [];
  let [shape, seed] = [input, 0];
  for (const layer of layers) {
    const weights = weightsOf(layer, shape, seed);
    parts.push({ layer, inputShape: shape, weights });
    shape = outputShape(layer, shape);
    seed += weights.reduce((sum, { values }) => sum + values.length, 0);
  }
  return parts;
}

function weightsOf(layer: LayerSpec, input: readonly number[], seed: number): FirstWeight[] {
  const channels = input.at(-1) as number;
  if (layer.kind === 'dense') return [glorot([channels, layer.units], seed), filled(layer.units, 0)];
  if (layer.kind === 'conv2D') {
    return [glorot([layer.kernelSize, layer.kernelSize, channels, layer.filters], seed), filled(layer.filters, 0)];
  }
  if (layer.kind === 'batchNormalization') return [1, 0, 0, 1].map((value) => filled(channels, value));
  return [];
}

function outputShape(layer: LayerSpec, input: readonly number[]): readonly number[] {
  const [height, width, channels] = input as [number, number, number];
  if (layer.kind === 'dense') return [layer.units];
  if (layer.kind === 'flatten') return [input.reduce((a, b) => a * b)];
  if (layer.kind === 'globalAveragePooling2D') return [channels];
  if (layer.kind === 'maxPooling2D') return [Math.floor(height / layer.poolSize), Math.floor(width / layer.poolSize), channels];
  if (layer.kind !== 'conv2D') return input;
  const lost = layer.padding === 'same' ? 0 : layer.kernelSize - 1;
  return [height - lost, width - lost, layer.filters];
}

/** A kernel `[...field, inputs, outputs]`. */
function glorot(shape: readonly number[], seed: number): FirstWeight {
  const [inputs, outputs] = shape.slice(-2) as [number, number];
  const size = shape.reduce((a, b) => a * b);
  const field = size / (inputs * outputs);
  const limit = Math.sqrt(6 / (field * (inputs + outputs)));
  return { values: Float32Array.from({ length: size }, (_, index) => (hash(seed + index) / 2 ** 31 - 1) * limit), shape };
}

function filled(length: number, value: number): FirstWeight {
  return { values: new Float32Array(length).fill(value), shape: [length] };
}
