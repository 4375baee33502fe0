/** Convolution of each channel for itself along two axes. */
import { knownOptions } from '../checks.ts';
import type { WindowOption } from './convolutionLayer.ts';
import { DEPTHWISE_CONVOLUTION_OPTIONS, DepthwiseConvolution, type DepthwiseConvolutionOptions } from './depthwiseConvolution.ts';
import type { PerAxis } from './windows.ts';

/** Keras's `DepthwiseConv2D`: [batch, height, width, channels] → [batch, rows, columns, channels · depthMultiplier]. */
export class DepthwiseConv2D extends DepthwiseConvolution {
  /** Throws RangeError for sizes that are no positive integers or do not go together and for unknown strings, TypeError for kinds. */
  constructor(options: DepthwiseConvolutionOptions & WindowOption) {
    super(2, options);
  }

  override get className(): string {
    return 'DepthwiseConv2D';
  }
}

/** Makes a convolution of each channel for itself with a window of `kernelSize` along two axes. */
export function depthwiseConv2D(kernelSize: PerAxis, options: DepthwiseConvolutionOptions = {}): DepthwiseConv2D {
  return new DepthwiseConv2D({
    ...knownOptions('depthwiseConv2D(3, { depthMultiplier: 2 })', options, DEPTHWISE_CONVOLUTION_OPTIONS),
    kernelSize,
  });
}
