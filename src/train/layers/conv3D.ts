/** Convolution along three axes, those of volumes. */
import { knownOptions } from '../checks.ts';
import { CONVOLUTION_OPTIONS, Convolution, type ConvolutionOptions, type FilterOptions } from './convolution.ts';
import type { PerAxis } from './windows.ts';

/** Keras's `Conv3D`: [batch, depth, height, width, channels] → [batch, planes, rows, columns, filters]. */
export class Conv3D extends Convolution {
  /** Throws RangeError for sizes that are no positive integers or do not go together and for unknown strings, TypeError for kinds. */
  constructor(options: ConvolutionOptions & FilterOptions) {
    super(3, options);
  }

  override get className(): string {
    return 'Conv3D';
  }
}

/** Makes a convolution of `filters` kernels with a window of `kernelSize` along three axes, those of volumes. */
export function conv3D(filters: number, kernelSize: PerAxis, options: ConvolutionOptions = {}): Conv3D {
  return new Conv3D({ ...knownOptions("conv3D(32, 3, { activation: 'relu' })", options, CONVOLUTION_OPTIONS), filters, kernelSize });
}
