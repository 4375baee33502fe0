/** Convolution of each channel for itself along one axis. */
import { knownOptions } from '../checks.ts';
import type { WindowOption } from './convolutionLayer.ts';
import { DEPTHWISE_CONVOLUTION_OPTIONS, DepthwiseConvolution, type DepthwiseConvolutionOptions } from './depthwiseConvolution.ts';
import type { PerAxis } from './windows.ts';

/** Keras's `DepthwiseConv1D`: [batch, steps, channels] → [batch, positions, channels · depthMultiplier]. */
export class DepthwiseConv1D extends DepthwiseConvolution {
  /** Throws RangeError for sizes that are no positive integers or do not go together and for unknown strings, TypeError for kinds. */
  constructor(options: DepthwiseConvolutionOptions & WindowOption) {
    super(1, options);
  }

  override get className(): string {
    return 'DepthwiseConv1D';
  }
}

/** Makes a convolution of each channel for itself with a window of `kernelSize` along one axis. */
export function depthwiseConv1D(kernelSize: PerAxis, options: DepthwiseConvolutionOptions = {}): DepthwiseConv1D {
  return new DepthwiseConv1D({
    ...knownOptions('depthwiseConv1D(3, { depthMultiplier: 2 })', options, DEPTHWISE_CONVOLUTION_OPTIONS),
    kernelSize,
  });
}
