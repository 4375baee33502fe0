/** Transposed convolution along one axis: makes its input larger. */
import { knownOptions } from '../checks.ts';
import type { FilterOptions } from './convolution.ts';
import { TRANSPOSED_CONVOLUTION_OPTIONS, TransposedConvolution, type TransposedConvolutionOptions } from './transposedConvolution.ts';
import type { PerAxis } from './windows.ts';

/** Keras's `Conv1DTranspose`: [batch, positions, channels] → [batch, steps, filters]. */
export class Conv1DTranspose extends TransposedConvolution {
  /** Throws RangeError for sizes that are no positive integers or do not go together and for unknown strings, TypeError for kinds. */
  constructor(options: TransposedConvolutionOptions & FilterOptions) {
    super(1, options);
  }

  override get className(): string {
    return 'Conv1DTranspose';
  }
}

/** Makes a transposed convolution of `filters` kernels with a window of `kernelSize` along one axis. */
export function conv1DTranspose(filters: number, kernelSize: PerAxis, options: TransposedConvolutionOptions = {}): Conv1DTranspose {
  return new Conv1DTranspose({
    ...knownOptions("conv1DTranspose(32, 3, { strides: 2, padding: 'same' })", options, TRANSPOSED_CONVOLUTION_OPTIONS),
    filters,
    kernelSize,
  });
}
