/** The base of `conv1D`, `conv2D` and `conv3D`: a kernel over the spatial axes, for all channels or for groups of them. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { checkPositiveInteger, type OptionNames } from '../checks.ts';
import type { Weight } from '../weight.ts';
import {
  CONVOLUTION_LAYER_OPTIONS,
  ConvolutionLayer,
  type ConvolutionLayerOptions,
  checkStridesOrDilation,
  type WindowOption,
} from './convolutionLayer.ts';
import {
  type ConstraintOption,
  type InitializerOption,
  partsConfig,
  type RegularizerOption,
  type WeightParts,
  weightParts,
} from './weightParts.ts';
import { convolve } from './windowOps.ts';
import type { Padding } from './windows.ts';

/** Options of `conv1D`, `conv2D` and `conv3D`. */
export interface ConvolutionOptions extends ConvolutionLayerOptions {
  /** Parts into which channels and filters are split, each convolved for itself; default 1. */
  readonly groups?: number | undefined;
  /** Default 'glorot_uniform'. */
  readonly kernelInitializer?: InitializerOption;
  readonly kernelRegularizer?: RegularizerOption;
  readonly kernelConstraint?: ConstraintOption;
}

/** Their names. */
export const CONVOLUTION_OPTIONS: OptionNames<ConvolutionOptions> = {
  ...CONVOLUTION_LAYER_OPTIONS,
  groups: true,
  kernelInitializer: true,
  kernelRegularizer: true,
  kernelConstraint: true,
};

/** The number of a convolution's filters, and the size of its window. */
export interface FilterOptions extends WindowOption {
  readonly filters: number;
}

/** activation(x convolved with the kernel + bias), [batch, ...spatial, channels] → [batch, ...positions, filters]. */
export abstract class Convolution extends ConvolutionLayer {
  readonly filters: number;
  readonly groups: number;
  /** [...kernelSize, channels / groups, filters]; made by `build`. */
  kernel!: Weight;
  private readonly kernelParts: WeightParts;

  /** Throws RangeError for sizes that are no positive integers or do not go together and for unknown strings, TypeError for kinds. */
  constructor(rank: number, options: ConvolutionOptions & FilterOptions, allowed?: readonly Padding[]) {
    super(rank, options, allowed);
    const { filters, groups = 1 } = options;
    checkPositiveInteger(this.className, 'filters', filters);
    checkPositiveInteger(this.className, 'groups', groups);
    checkStridesOrDilation(this.className, this.strides, this.dilationRate);
    if (filters % groups !== 0)
      throw new RangeError(`Cannot make ${this.className}: ${filters} filters in ${groups} groups, they must be a multiple of the groups`);
    this.filters = filters;
    this.groups = groups;
    this.kernelParts = weightParts(options.kernelInitializer ?? 'glorot_uniform', options.kernelRegularizer, options.kernelConstraint);
  }

  protected override outputs(channels: number): number {
    const { filters, groups } = this;
    if (channels % groups === 0) return filters;
    throw new RangeError(`Cannot build the layer: its input has ${channels} channels, they must be a multiple of the ${groups} groups`);
  }

  protected override addKernels(channels: number): void {
    const shape = [...this.kernelSize, channels / this.groups, this.filters];
    this.kernel = this.addWeight({ name: 'kernel', shape, ...this.kernelParts });
  }

  protected override convolve(x: Tensor): Tensor {
    return convolve(x, this.kernel, this.windows, this.groups);
  }

  override getConfig(): Record<string, unknown> {
    const { filters, groups, kernelParts } = this;
    return { ...super.getConfig(), filters, groups, ...partsConfig('kernel', kernelParts) };
  }
}
