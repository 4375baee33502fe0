/** Convolution of each channel for itself along one axis, then of all channels at each position. */
import { knownOptions } from '../checks.ts';
import type { FilterOptions } from './convolution.ts';
import { SEPARABLE_CONVOLUTION_OPTIONS, SeparableConvolution, type SeparableConvolutionOptions } from './separableConvolution.ts';
import type { PerAxis } from './windows.ts';

/** Keras's `SeparableConv1D`: [batch, steps, channels] → [batch, positions, filters]. */
export class SeparableConv1D extends SeparableConvolution {
  /** Throws RangeError for sizes that are no positive integers or do not go together and for unknown strings, TypeError for kinds. */
  constructor(options: SeparableConvolutionOptions & FilterOptions) {
    super(1, options);
  }

  override get className(): string {
    return 'SeparableConv1D';
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
