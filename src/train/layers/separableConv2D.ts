/** Convolution of each channel for itself along two axes, then of all channels at each position. */
import { knownOptions } from '../checks.ts';
import type { FilterOptions } from './convolution.ts';
import { SEPARABLE_CONVOLUTION_OPTIONS, SeparableConvolution, type SeparableConvolutionOptions } from './separableConvolution.ts';
import type { PerAxis } from './windows.ts';

/** Keras's `SeparableConv2D`: [batch, height, width, channels] → [batch, rows, columns, filters]. */
export class SeparableConv2D extends SeparableConvolution {
  /** Throws RangeError for sizes that are no positive integers or do not go together and for unknown strings, TypeError for kinds. */
  constructor(options: SeparableConvolutionOptions & FilterOptions) {
    super(2, options);
  }

  override get className(): string {
    return 'SeparableConv2D';
  }
}

/** Makes a convolution of each channel for itself with a window of `kernelSize` along two axes, whose results are mixed by `filters`. */
export function separableConv2D(filters: number, kernelSize: PerAxis, options: SeparableConvolutionOptions = {}): SeparableConv2D {
  return new SeparableConv2D({
    ...knownOptions("separableConv2D(32, 3, { activation: 'relu' })", options, SEPARABLE_CONVOLUTION_OPTIONS),
    filters,
    kernelSize,
  });
}
