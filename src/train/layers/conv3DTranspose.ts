/** Transposed convolution along three axes: makes its input larger. */
import { knownOptions } from '../checks.ts';
import type { FilterOptions } from './convolution.ts';
import { TRANSPOSED_CONVOLUTION_OPTIONS, TransposedConvolution, type TransposedConvolutionOptions } from './transposedConvolution.ts';
import type { PerAxis } from './windows.ts';

/** Keras's `Conv3DTranspose`: [batch, planes, rows, columns, channels] → [batch, depth, height, width, filters]. */
export class Conv3DTranspose extends TransposedConvolution {
  /** Throws RangeError for sizes that are no positive integers or do not go together and for unknown strings, TypeError for kinds. */
  constructor(options: TransposedConvolutionOptions & FilterOptions) {
    super(3, options);
  }

  override get className(): string {
    return 'Conv3DTranspose';
  }
}

/** Makes a transposed convolution of `filters` kernels with a window of `kernelSize` along three axes. */
export function conv3DTranspose(filters: number, kernelSize: PerAxis, options: TransposedConvolutionOptions = {}): Conv3DTranspose {
  return new Conv3DTranspose({
    ...knownOptions("conv3DTranspose(32, 3, { strides: 2, padding: 'same' })", options, TRANSPOSED_CONVOLUTION_OPTIONS),
    filters,
    kernelSize,
  });
}
