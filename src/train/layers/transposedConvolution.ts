/** The base of `conv1DTranspose` and its like: the gradient of a convolution as a layer, which makes its input larger by the strides. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { checkPositiveInteger, type OptionNames } from '../checks.ts';
import type { Weight } from '../weight.ts';
import type { FilterOptions } from './convolution.ts';
import { CONVOLUTION_LAYER_OPTIONS, ConvolutionLayer, type ConvolutionLayerOptions, checkStridesOrDilation } from './convolutionLayer.ts';
import type { LayerShape } from './symbolic.ts';
import {
  type ConstraintOption,
  type InitializerOption,
  partsConfig,
  type RegularizerOption,
  type WeightParts,
  weightParts,
} from './weightParts.ts';
import { convolveTransposed } from './windowOps.ts';
import { outputPaddings, type PerAxis, transposedSizes } from './windows.ts';

/** Options of `conv1DTranspose`, `conv2DTranspose` and `conv3DTranspose`. */
export interface TransposedConvolutionOptions extends ConvolutionLayerOptions {
  /** Chooses among the output sizes that strides leave open, 0 the smallest, below the strides; default: chosen by the padding. */
  readonly outputPadding?: PerAxis | null | undefined;
  /** Default 'glorot_uniform'. */
  readonly kernelInitializer?: InitializerOption;
  readonly kernelRegularizer?: RegularizerOption;
  readonly kernelConstraint?: ConstraintOption;
}

/** Their names. */
export const TRANSPOSED_CONVOLUTION_OPTIONS: OptionNames<TransposedConvolutionOptions> = {
  ...CONVOLUTION_LAYER_OPTIONS,
  outputPadding: true,
  kernelInitializer: true,
  kernelRegularizer: true,
  kernelConstraint: true,
};

/** activation(transposed convolution of x + bias), [batch, ...positions, channels] → [batch, ...spatial, filters]. */
export abstract class TransposedConvolution extends ConvolutionLayer {
  readonly filters: number;
  /** `undefined` where the padding chooses. */
  readonly outputPadding: readonly number[] | undefined;
  /** [...kernelSize, filters, channels]; made by `build`. */
  kernel!: Weight;
  private readonly kernelParts: WeightParts;

  /** Throws RangeError for sizes that are no positive integers or do not go together and for unknown strings, TypeError for kinds. */
  constructor(rank: number, options: TransposedConvolutionOptions & FilterOptions) {
    super(rank, options);
    const { className, strides } = this;
    checkPositiveInteger(className, 'filters', options.filters);
    checkStridesOrDilation(className, strides, this.dilationRate);
    this.filters = options.filters;
    this.outputPadding = outputPaddings(className, options.outputPadding, strides);
    this.kernelParts = weightParts(options.kernelInitializer ?? 'glorot_uniform', options.kernelRegularizer, options.kernelConstraint);
  }

  protected override outputs(): number {
    return this.filters;
  }

  protected override outputSizes(positions: LayerShape): LayerShape {
    return transposedSizes(positions, this.windows, this.outputPadding);
  }

  protected override addKernels(channels: number): void {
    this.kernel = this.addWeight({ name: 'kernel', shape: [...this.kernelSize, this.filters, channels], ...this.kernelParts });
  }

  protected override convolve(x: Tensor): Tensor {
    return convolveTransposed(x, this.kernel, this.windows, this.outputPadding);
  }

  override getConfig(): Record<string, unknown> {
    const { filters, outputPadding = null, kernelParts } = this;
    return { ...super.getConfig(), filters, output_padding: outputPadding, ...partsConfig('kernel', kernelParts) };
  }
}
