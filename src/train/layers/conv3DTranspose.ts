/** Transposed convolution along three axes: makes its input larger. */
import { knownOptions } from '../checks.ts';
import { TRANSPOSED_CONVOLUTION_OPTIONS, TransposedConvolution, type TransposedConvolutionOptions } from './transposedConvolution.ts';
import type { PerAxis } from './windows.ts';

/** Keras's `Conv3DTranspose`: [batch, planes, rows, columns, channels] → [batch, depth, height, width, filters]. */
export class Conv3DTranspose extends TransposedConvolution {
  override get className(): string {
    return 'Conv3DTranspose';
  }

  override get rank(): 1 | 2 | 3 {
    return 3;
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
