/** Convolution along one axis, time say. */
import { knownOptions } from '../checks.ts';
import { CONVOLUTION_OPTIONS, Convolution, type ConvolutionOptions } from './convolution.ts';
import type { Padding, PerAxis } from './windows.ts';

/** Keras's `Conv1D`: [batch, steps, channels] → [batch, positions, filters]. */
export class Conv1D extends Convolution {
  override get className(): string {
    return 'Conv1D';
  }

  override get rank(): 1 | 2 | 3 {
    return 1;
  }

  /** 'causal': no output depends on a later input. */
  protected override get allowedPaddings(): readonly Padding[] {
    return ['valid', 'same', 'causal'];
  }
}

/** Makes a convolution of `filters` kernels with a window of `kernelSize` along one axis, time say. */
export function conv1D(filters: number, kernelSize: PerAxis, options: ConvolutionOptions = {}): Conv1D {
  return new Conv1D({ ...knownOptions("conv1D(32, 3, { padding: 'causal' })", options, CONVOLUTION_OPTIONS), filters, kernelSize });
}
