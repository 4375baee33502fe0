/** Pooling of `ops.ts`, as in `keras.ops`: the channels last, one to three spatial axes, as many as the inputs have. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { averagePool as averageOf } from '../../runtime/ops/averagePool.ts';
import { maxPool as maxOf } from '../../runtime/ops/maxPool.ts';
import { knownOptions } from '../checks.ts';
import { poolWindows } from '../layers/windowOps.ts';
import { checkChannelsLast, type PerAxis, paddingNamed, perAxis } from '../layers/windows.ts';
import { imagesOf, withoutMore } from './arguments.ts';

/** Options of `maxPool` and `averagePool`. */
export interface PoolOptions {
  /** Elements from one window to the next; default: the size of the windows. */
  readonly strides?: PerAxis | null | undefined;
  /** 'valid' leaves out what fills no window, 'same' pads it. Default 'valid'. */
  readonly padding?: 'valid' | 'same' | undefined;
  /** Where the channels are; only last. */
  readonly dataFormat?: 'channels_last' | null | undefined;
}

type Pool = (inputs: TensorLike, poolSize: PerAxis, options?: PoolOptions) => Tensor;

/**
 * The largest element of each window of inputs [batch, ...spatial, channels], channel by channel; its gradient goes to the first of equals. Throws RangeError for windows
 * that do not fit, TypeError for kinds and unknown options.
 */
export const maxPool = pooling('maxPool', maxOf);

/**
 * The mean of each window of inputs [batch, ...spatial, channels], channel by channel; padding does not count. Throws RangeError for windows that do not fit,
 * TypeError for kinds and unknown options.
 */
export const averagePool = pooling('averagePool', averageOf);

/* @__NO_SIDE_EFFECTS__ */
function pooling(name: string, pool: typeof maxOf): Pool {
  const call = `ops.${name}(inputs, 2, { strides: 1, padding: 'same' })`;
  return withoutMore(call, (inputs: TensorLike, poolSize: PerAxis, options?: PoolOptions): Tensor => {
    const { strides, padding, dataFormat } = knownOptions(call, options, { strides: true, padding: true, dataFormat: true });
    const x = imagesOf(name, inputs);
    const [part, rank] = [`the windows of ops.${name}`, x.shape.length - 2];
    checkChannelsLast(part, dataFormat);
    const size = perAxis(part, 'poolSize', poolSize, rank);
    return poolWindows(x, pool, {
      size,
      strides: perAxis(part, 'strides', strides ?? size, rank),
      padding: paddingNamed(part, padding ?? 'valid'),
    });
  });
}
