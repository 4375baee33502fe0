/** Convolution along two axes, those of images. */
import { knownOptions } from '../checks.ts';
import { CONVOLUTION_OPTIONS, Convolution, type ConvolutionOptions, type FilterOptions } from './convolution.ts';
import type { PerAxis } from './windows.ts';

/** Keras's `Conv2D`: [batch, height, width, channels] → [batch, rows, columns, filters]. */
export class Conv2D extends Convolution {
  /** Throws RangeError for sizes that are no positive integers or do not go together and for unknown strings, TypeError for kinds. */
  constructor(options: ConvolutionOptions & FilterOptions) {
    super(2, options);
  }

  override get className(): string {
    return 'Conv2D';
  }
}

/** Makes a convolution of `filters` kernels with a window of `kernelSize` along two axes, those of images. */
export function conv2D(filters: number, kernelSize: PerAxis, options: ConvolutionOptions = {}): Conv2D {
  return new Conv2D({ ...knownOptions("conv2D(32, 3, { activation: 'relu' })", options, CONVOLUTION_OPTIONS), filters, kernelSize });
}
