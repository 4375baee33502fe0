/** The base of all convolutions: windows over the spatial axes, bias and activation. Extended by `convolution.ts` and its like for each kind of kernel. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add } from '../../runtime/ops/elementwise.ts';
import { type Activation, type ActivationFunction, activationName, resolveActivation } from '../activations/resolve.ts';
import type { OptionNames } from '../checks.ts';
import { serializeOptional } from '../serialization.ts';
import type { Weight } from '../weight.ts';
import { SPATIAL_OPTIONS, SpatialLayer, type SpatialOptions, spatialShape } from './spatialLayer.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';
import {
  type ConstraintOption,
  type InitializerOption,
  partsConfig,
  type RegularizerOption,
  type WeightParts,
  weightParts,
} from './weightParts.ts';
import type { DilatedWindows } from './windowOps.ts';
import { checkReach, type Padding, type PerAxis, paddingNamed, perAxis, positions } from './windows.ts';

/** Options of every convolution. */
export interface ConvolutionLayerOptions extends SpatialOptions {
  /** Steps from one position of the window to the next; default 1. */
  readonly strides?: PerAxis | undefined;
  /** Default 'valid'. */
  readonly padding?: Padding | undefined;
  /** Distance between neighbours within the window; default 1. */
  readonly dilationRate?: PerAxis | undefined;
  /** Default: none. */
  readonly activation?: Activation | null | undefined;
  /** Default true. */
  readonly useBias?: boolean | undefined;
  /** Default 'zeros'. */
  readonly biasInitializer?: InitializerOption;
  readonly biasRegularizer?: RegularizerOption;
  readonly biasConstraint?: ConstraintOption;
}

/** Their names. */
export const CONVOLUTION_LAYER_OPTIONS: OptionNames<ConvolutionLayerOptions> = {
  ...SPATIAL_OPTIONS,
  strides: true,
  padding: true,
  dilationRate: true,
  activation: true,
  useBias: true,
  biasInitializer: true,
  biasRegularizer: true,
  biasConstraint: true,
};

/** The size of a convolution's window. */
export interface WindowOption {
  readonly kernelSize: PerAxis;
}

/** activation(convolution of x + bias), [batch, ...spatial, channels] → [batch, ...positions, outputs]. */
export abstract class ConvolutionLayer extends SpatialLayer {
  readonly kernelSize: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  readonly dilationRate: readonly number[];
  readonly activation: ActivationFunction;
  readonly useBias: boolean;
  /** [outputs]; made by `build`, unless there is none. */
  bias: Weight | undefined;
  private readonly biasParts: WeightParts;

  /** Throws RangeError for sizes that are no positive integers and for unknown strings, TypeError for kinds. */
  constructor(rank: number, options: ConvolutionLayerOptions & WindowOption, allowed?: readonly Padding[]) {
    super(rank, options);
    const { className } = this;
    this.kernelSize = perAxis(className, 'kernelSize', options.kernelSize, rank);
    this.strides = perAxis(className, 'strides', options.strides ?? 1, rank);
    this.dilationRate = perAxis(className, 'dilationRate', options.dilationRate ?? 1, rank);
    checkReach(className, this.kernelSize, this.dilationRate);
    this.padding = paddingNamed(className, options.padding ?? 'valid', allowed);
    this.activation = resolveActivation(options.activation);
    this.useBias = options.useBias ?? true;
    this.biasParts = weightParts(options.biasInitializer ?? 'zeros', options.biasRegularizer, options.biasConstraint);
  }

  /** Channels of the output. */
  protected abstract outputs(channels: number): number;

  /** Makes the kernels for an input of `channels`. */
  protected abstract addKernels(channels: number): void;

  /** The convolution alone. */
  protected abstract convolve(x: Tensor): Tensor;

  protected override outputSizes(spatial: LayerShape): LayerShape {
    return positions(spatial, this.windows);
  }

  protected get windows(): DilatedWindows {
    return { size: this.kernelSize, strides: this.strides, padding: this.padding, dilation: this.dilationRate };
  }

  /** Throws RangeError for an input of other axes, of open channels, or smaller than the window. */
  override build(inputShape: LayerShape | readonly LayerShape[]): void {
    const channels = channelsOf(spatialShape(inputShape, this.rank));
    const outputs = this.computeOutputShape(inputShape).at(-1) as number;
    this.addKernels(channels);
    if (this.useBias) this.bias = this.addWeight({ name: 'bias', shape: [outputs], ...this.biasParts });
  }

  override call(x: Tensor): Tensor {
    const product = this.convolve(x);
    return this.activation(this.bias ? add(product, this.bias) : product);
  }

  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    const channels = channelsOf(spatialShape(inputShape, this.rank));
    return [...super.computeOutputShape(inputShape).slice(0, -1), this.outputs(channels)];
  }

  override getConfig(): Record<string, unknown> {
    return {
      ...super.getConfig(),
      kernel_size: this.kernelSize,
      strides: this.strides,
      padding: this.padding,
      dilation_rate: this.dilationRate,
      activation: activationName(this.activation),
      use_bias: this.useBias,
      ...partsConfig('bias', this.biasParts),
      activity_regularizer: serializeOptional(this.activityRegularizer),
    };
  }
}

/** Throws RangeError when both are given: Keras refuses that, since not all of its backends can. */
export function checkStridesOrDilation(part: string, strides: readonly number[], dilation: readonly number[]): void {
  if (Math.max(...strides) === 1 || Math.max(...dilation) === 1) return;
  throw new RangeError(`Cannot make ${part}: strides are ${strides} and dilationRate is ${dilation}, one of them must be 1`);
}

function channelsOf(shape: LayerShape): number {
  const channels = shape.at(-1);
  if (typeof channels === 'number') return channels;
  throw new RangeError(`Cannot build the layer: its input ${showLayerShape(shape)} leaves the channels open, their number must be known`);
}
