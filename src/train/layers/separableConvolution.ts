/** The base of `separableConv1D` and `separableConv2D`: a kernel for each channel, then a mixture of the channels at each position. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { checkPositiveInteger, type OptionNames } from '../checks.ts';
import type { Weight } from '../weight.ts';
import type { FilterOptions } from './convolution.ts';
import { ConvolutionLayer } from './convolutionLayer.ts';
import { DEPTHWISE_CONVOLUTION_OPTIONS, type DepthwiseConvolutionOptions } from './depthwiseConvolution.ts';
import {
  type ConstraintOption,
  type InitializerOption,
  partsConfig,
  type RegularizerOption,
  type WeightParts,
  weightParts,
} from './weightParts.ts';
import { convolveSeparately } from './windowOps.ts';

/** Options of `separableConv1D` and `separableConv2D`. */
export interface SeparableConvolutionOptions extends DepthwiseConvolutionOptions {
  /** Default 'glorot_uniform'. */
  readonly pointwiseInitializer?: InitializerOption;
  readonly pointwiseRegularizer?: RegularizerOption;
  readonly pointwiseConstraint?: ConstraintOption;
}

/** Their names. */
export const SEPARABLE_CONVOLUTION_OPTIONS: OptionNames<SeparableConvolutionOptions> = {
  ...DEPTHWISE_CONVOLUTION_OPTIONS,
  pointwiseInitializer: true,
  pointwiseRegularizer: true,
  pointwiseConstraint: true,
};

/** activation(mixture of depthwise convolutions + bias), [batch, ...spatial, channels] → [batch, ...positions, filters]. */
export abstract class SeparableConvolution extends ConvolutionLayer {
  readonly filters: number;
  readonly depthMultiplier: number;
  /** [...kernelSize, channels, depthMultiplier]; made by `build`. */
  depthwiseKernel!: Weight;
  /** [...1, channels · depthMultiplier, filters]; made by `build`. */
  pointwiseKernel!: Weight;
  private readonly depthwiseParts: WeightParts;
  private readonly pointwiseParts: WeightParts;

  /** Throws RangeError for sizes that are no positive integers and for unknown strings, TypeError for kinds. */
  constructor(rank: number, options: SeparableConvolutionOptions & FilterOptions) {
    super(rank, options);
    const { filters, depthMultiplier = 1, depthwiseInitializer, pointwiseInitializer } = options;
    checkPositiveInteger(this.className, 'filters', filters);
    checkPositiveInteger(this.className, 'depthMultiplier', depthMultiplier);
    this.filters = filters;
    this.depthMultiplier = depthMultiplier;
    this.depthwiseParts = weightParts(depthwiseInitializer ?? 'glorot_uniform', options.depthwiseRegularizer, options.depthwiseConstraint);
    this.pointwiseParts = weightParts(pointwiseInitializer ?? 'glorot_uniform', options.pointwiseRegularizer, options.pointwiseConstraint);
  }

  protected override outputs(): number {
    return this.filters;
  }

  protected override addKernels(channels: number): void {
    const { kernelSize, depthMultiplier, filters } = this;
    const depthwise = [...kernelSize, channels, depthMultiplier];
    const pointwise = [...kernelSize.map(() => 1), channels * depthMultiplier, filters];
    this.depthwiseKernel = this.addWeight({ name: 'depthwise_kernel', shape: depthwise, ...this.depthwiseParts });
    this.pointwiseKernel = this.addWeight({ name: 'pointwise_kernel', shape: pointwise, ...this.pointwiseParts });
  }

  protected override convolve(x: Tensor): Tensor {
    return convolveSeparately(x, this.depthwiseKernel, this.pointwiseKernel, this.windows);
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      filters: this.filters,
      depth_multiplier: this.depthMultiplier,
      ...partsConfig('depthwise', this.depthwiseParts),
      ...partsConfig('pointwise', this.pointwiseParts),
    };
  }
}
