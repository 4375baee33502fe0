/** The base of `depthwiseConv1D` and `depthwiseConv2D`: kernels of their own for each channel. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { checkPositiveInteger, type OptionNames } from '../checks.ts';
import type { Weight } from '../weight.ts';
import { CONVOLUTION_LAYER_OPTIONS, ConvolutionLayer, type ConvolutionLayerOptions, type WindowOption } from './convolutionLayer.ts';
import {
  type ConstraintOption,
  type InitializerOption,
  partsConfig,
  type RegularizerOption,
  type WeightParts,
  weightParts,
} from './weightParts.ts';
import { convolveChannels } from './windowOps.ts';

/** Options of `depthwiseConv1D` and `depthwiseConv2D`. */
export interface DepthwiseConvolutionOptions extends ConvolutionLayerOptions {
  /** Outputs of each channel; default 1. */
  readonly depthMultiplier?: number | undefined;
  /** Default 'glorot_uniform'. */
  readonly depthwiseInitializer?: InitializerOption;
  readonly depthwiseRegularizer?: RegularizerOption;
  readonly depthwiseConstraint?: ConstraintOption;
}

/** Their names. */
export const DEPTHWISE_CONVOLUTION_OPTIONS: OptionNames<DepthwiseConvolutionOptions> = {
  ...CONVOLUTION_LAYER_OPTIONS,
  depthMultiplier: true,
  depthwiseInitializer: true,
  depthwiseRegularizer: true,
  depthwiseConstraint: true,
};

/** activation(each channel convolved with its kernels + bias), [batch, ...spatial, channels] → [batch, ...positions, channels · multiplier]. */
export abstract class DepthwiseConvolution extends ConvolutionLayer {
  readonly depthMultiplier: number;
  /** [...kernelSize, channels, depthMultiplier]; made by `build`. */
  kernel!: Weight;
  private readonly kernelParts: WeightParts;

  /** Throws RangeError for sizes that are no positive integers and for unknown strings, TypeError for kinds. */
  constructor(rank: number, options: DepthwiseConvolutionOptions & WindowOption) {
    super(rank, options);
    const { depthMultiplier = 1, depthwiseInitializer, depthwiseRegularizer, depthwiseConstraint } = options;
    checkPositiveInteger(this.className, 'depthMultiplier', depthMultiplier);
    this.depthMultiplier = depthMultiplier;
    this.kernelParts = weightParts(depthwiseInitializer ?? 'glorot_uniform', depthwiseRegularizer, depthwiseConstraint);
  }

  protected override outputs(channels: number): number {
    return channels * this.depthMultiplier;
  }

  protected override addKernels(channels: number): void {
    this.kernel = this.addWeight({ name: 'kernel', shape: [...this.kernelSize, channels, this.depthMultiplier], ...this.kernelParts });
  }

  protected override convolve(x: Tensor): Tensor {
    return convolveChannels(x, this.kernel, this.windows);
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), depth_multiplier: this.depthMultiplier, ...partsConfig('depthwise', this.kernelParts) };
  }
}
