/** Ops over windows whose padding has a name, as Keras counts it: what layers and the public functions in `train/ops` share. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { convolution, convolutionTranspose } from '../../runtime/ops/convolution.ts';
import { type DepthwiseOptions, depthwiseConvolution } from '../../runtime/ops/depthwise.ts';
import type { PoolOptions } from '../../runtime/ops/poolWindows.ts';
import { paddings, positions, shortStrides, transposedPaddings, transposedSizes, type Windows } from './windows.ts';

/** Windows of convolutions, whose elements may lie apart. */
export type DilatedWindows = Required<Windows>;

/** x [batch, ...spatial, in], kernel [...window, in / groups, out] → [batch, ...positions, out]. Throws RangeError for shapes that do not go together. */
export function convolve(x: Tensor, kernel: TensorLike, windows: DilatedWindows, groups: number): Tensor {
  return convolution(x, kernel, { ...placed(x, windows), groups });
}

/** x [batch, ...spatial, channels], kernel [...window, channels, multiplier] → [batch, ...positions, channels · multiplier]. Throws RangeError likewise. */
export function convolveChannels(x: Tensor, kernel: TensorLike, windows: DilatedWindows): Tensor {
  return depthwiseConvolution(x, kernel, placed(x, windows));
}

/** `convolveChannels`, then a mixture of the channels at each position: pointwise [...1, channels · multiplier, out]. Throws RangeError likewise. */
export function convolveSeparately(x: Tensor, depthwise: TensorLike, pointwise: TensorLike, windows: DilatedWindows): Tensor {
  const ones = windows.size.map(() => 1);
  const channels = convolveChannels(x, depthwise, windows);
  return convolve(channels, pointwise, { size: ones, strides: ones, padding: 'valid', dilation: ones }, 1);
}

/**
 * What convolutions are the gradients of: x [batch, ...positions, in], kernel [...window, out, in] → [batch, ...spatial, out], `outputPadding` choosing among the sizes
 * that strides leave open. Throws RangeError likewise.
 */
export function convolveTransposed(
  x: Tensor,
  kernel: TensorLike,
  windows: DilatedWindows,
  outputPadding: readonly number[] | undefined,
): Tensor {
  const counts = x.shape.slice(1, -1);
  const padding = transposedPaddings(counts, windows, outputPadding);
  const spatial = transposedSizes(counts, windows, outputPadding).map(Number);
  return convolutionTranspose(x, kernel, spatial, { strides: windows.strides, padding, dilation: windows.dilation, groups: 1 });
}

/** `pool` of each window of x [batch, ...spatial, channels], channel by channel. Throws RangeError for windows that do not fit. */
export function poolWindows(x: Tensor, pool: (x: Tensor, options: PoolOptions) => Tensor, windows: Windows): Tensor {
  const spatial = x.shape.slice(1, -1);
  positions(spatial, windows);
  return pool(x, { window: windows.size, strides: windows.strides, padding: paddings(spatial, windows) });
}

function placed(x: Tensor, windows: DilatedWindows): DepthwiseOptions {
  const spatial = x.shape.slice(1, -1);
  positions(spatial, windows);
  return { strides: shortStrides(spatial, windows), padding: paddings(spatial, windows), dilation: windows.dilation };
}
