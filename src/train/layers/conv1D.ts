/** Convolution along one axis, time say. */
import { knownOptions } from '../checks.ts';
import { CONVOLUTION_OPTIONS, Convolution, type ConvolutionOptions, type FilterOptions } from './convolution.ts';
import type { PerAxis } from './windows.ts';

/** Keras's `Conv1D`: [batch, steps, channels] → [batch, positions, filters]. */
export class Conv1D extends Convolution {
  /** Throws RangeError for sizes that are no positive integers or do not go together and for unknown strings, TypeError for kinds. */
  constructor(options: ConvolutionOptions & FilterOptions) {
    super(1, options, ['valid', 'same', 'causal']);
  }

  override get className(): string {
    return 'Conv1D';
  }
}

/** Makes a convolution of `filters` kernels with a window of `kernelSize` along one axis, time say. */
export function conv1D(filters: number, kernelSize: PerAxis, options: ConvolutionOptions = {}): Conv1D {
  return new Conv1D({ ...knownOptions("conv1D(32, 3, { padding: 'causal' })", options, CONVOLUTION_OPTIONS), filters, kernelSize });
}
