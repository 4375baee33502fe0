/** Transposed convolution along two axes: makes its input larger. */
import { knownOptions } from '../checks.ts';
import type { FilterOptions } from './convolution.ts';
import { TRANSPOSED_CONVOLUTION_OPTIONS, TransposedConvolution, type TransposedConvolutionOptions } from './transposedConvolution.ts';
import type { PerAxis } from './windows.ts';

/** Keras's `Conv2DTranspose`: [batch, rows, columns, channels] → [batch, height, width, filters]. */
export class Conv2DTranspose extends TransposedConvolution {
  /** Throws RangeError for sizes that are no positive integers or do not go together and for unknown strings, TypeError for kinds. */
  constructor(options: TransposedConvolutionOptions & FilterOptions) {
    super(2, options);
  }

  override get className(): string {
    return 'Conv2DTranspose';
  }
}

/** Makes a transposed convolution of `filters` kernels with a window of `kernelSize` along two axes. */
export function conv2DTranspose(filters: number, kernelSize: PerAxis, options: TransposedConvolutionOptions = {}): Conv2DTranspose {
  return new Conv2DTranspose({
    ...knownOptions("conv2DTranspose(32, 3, { strides: 2, padding: 'same' })", options, TRANSPOSED_CONVOLUTION_OPTIONS),
    filters,
    kernelSize,
  });
}
