/** Layers in jax-js, channels first as its convolution wants them. A traced function consumes its arguments, hence `ref`. Used by `jaxjsNetwork.ts`. */
import { lax, nn, numpy as np, random } from '@jax-js/jax';
import { NORMALIZATION } from '../workloads/network.ts';
import type { Part } from '../workloads/weights.ts';

/** What a forward pass uses up, in the order of the layers. */
export interface Supply {
  readonly weights: np.Array[];
  /** Moving means and variances. */
  readonly statistics: np.Array[];
  /** A key per dropout. */
  readonly keys: np.Array[];
}

/** The logits, and the moving statistics after the batch. */
export function forward(parts: readonly Part[], x: np.Array, { weights, statistics, keys }: Supply): [np.Array, np.Array[]] {
  const [weight, statistic, key] = [weights, statistics, keys].map((list) => taker(list)) as [Take, Take, Take];
  const after: np.Array[] = [];
  for (const { layer } of parts) {
    if (layer.kind === 'dense') x = activated(np.matmul(x, weight()).add(weight()), layer.activation);
    else if (layer.kind === 'conv2D') x = activated(convolved(x, weight(), weight(), layer.padding), layer.activation);
    else if (layer.kind === 'maxPooling2D') x = pooled(x, layer.poolSize);
    else if (layer.kind === 'dropout') x = dropped(x, key(), layer.rate);
    else if (layer.kind === 'flatten') x = x.reshape([x.shape[0] as number, -1]);
    else if (layer.kind === 'globalAveragePooling2D') x = x.mean([2, 3]);
    else if (layer.kind === 'reLU') x = nn.relu(x);
    else {
      const [normal, mean, variance] = normalized(x, weight(), weight(), statistic(), statistic());
      after.push(mean, variance);
      x = normal;
    }
  }
  return [x, after];
}

type Take = () => np.Array;

function taker(list: readonly np.Array[]): Take {
  let next = 0;
  return () => list[next++] as np.Array;
}

/** Softmax is left to the loss. */
function activated(x: np.Array, activation: 'relu' | 'softmax' | 'linear'): np.Array {
  return activation === 'relu' ? nn.relu(x) : x;
}

function convolved(x: np.Array, kernel: np.Array, bias: np.Array, padding: 'valid' | 'same'): np.Array {
  return lax.conv(x, kernel, [1, 1], padding === 'same' ? 'SAME' : 'VALID').add(bias.reshape([-1, 1, 1]));
}

function pooled(x: np.Array, size: number): np.Array {
  return lax.reduceWindow(x, (window) => np.max(window), [size, size], [size, size]);
}

function dropped(x: np.Array, key: np.Array, rate: number): np.Array {
  return np.where(random.bernoulli(key, 1 - rate, x.shape), x.mul(1 / (1 - rate)), 0);
}

/** Normalized by the batch; with the moving mean and variance after it. */
function normalized(
  x: np.Array,
  gamma: np.Array,
  beta: np.Array,
  movingMean: np.Array,
  movingVariance: np.Array,
): [np.Array, np.Array, np.Array] {
  const { momentum, epsilon } = NORMALIZATION;
  const mean = x.ref.mean([0, 2, 3]);
  const centred = x.sub(mean.ref.reshape([-1, 1, 1]));
  const variance = np.square(centred.ref).mean([0, 2, 3]);
  const scale = gamma.div(np.sqrt(variance.ref.add(epsilon)));
  const moved = (moving: np.Array, value: np.Array) => moving.mul(momentum).add(lax.stopGradient(value).mul(1 - momentum));
  return [centred.mul(scale.reshape([-1, 1, 1])).add(beta.reshape([-1, 1, 1])), moved(movingMean, mean), moved(movingVariance, variance)];
}
