/** Convolution of each channel for itself along one axis, then of all channels at each position. */
import { knownOptions } from '../checks.ts';
import { SEPARABLE_CONVOLUTION_OPTIONS, SeparableConvolution, type SeparableConvolutionOptions } from './separableConvolution.ts';
import type { PerAxis } from './windows.ts';

/** Keras's `SeparableConv1D`: [batch, steps, channels] → [batch, positions, filters]. */
export class SeparableConv1D extends SeparableConvolution {
  override get className(): string {
    return 'SeparableConv1D';
  }

  override get rank(): 1 | 2 | 3 {
    return 1;
  }
}

/** Makes a convolution of each channel for itself with a window of `kernelSize` along one axis, whose results are mixed by `filters`. */
export function separableConv1D(filters: number, kernelSize: PerAxis, options: SeparableConvolutionOptions = {}): SeparableConv1D {
  return new SeparableConv1D({
    ...knownOptions("separableConv1D(32, 3, { activation: 'relu' })", options, SEPARABLE_CONVOLUTION_OPTIONS),
    filters,
    kernelSize,
  });
}
