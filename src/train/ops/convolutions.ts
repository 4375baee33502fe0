/** Convolutions of `ops.ts`, as in `keras.ops`: the channels last, one to three spatial axes, as many as the inputs have. */
import type { TensorLike } from '../../runtime/graph/leaf.ts';
import { showShape, type Tensor } from '../../runtime/graph/tensor.ts';
import { knownOptions, type OptionNames } from '../checks.ts';
import { convolve, convolveChannels, convolveSeparately, convolveTransposed, type DilatedWindows } from '../layers/windowOps.ts';
import { checkChannelsLast, checkReach, outputPaddings, type PerAxis, paddingNamed, perAxis } from '../layers/windows.ts';
import { imagesOf, refuseShape, tensorOf, withoutMore } from './arguments.ts';

/** Options of `conv`, `depthwiseConv` and `separableConv`. */
export interface ConvOptions {
  /** Steps from one position of the window to the next; default 1. */
  readonly strides?: PerAxis | undefined;
  /** Default 'valid'. */
  readonly padding?: 'valid' | 'same' | undefined;
  /** Distance between neighbours within the window; default 1. */
  readonly dilationRate?: PerAxis | undefined;
  /** Where the channels are; only last. */
  readonly dataFormat?: 'channels_last' | null | undefined;
}

/** Options of `convTranspose`. */
export interface ConvTransposeOptions extends ConvOptions {
  /** Chooses among the output sizes that strides leave open, 0 the smallest, below the strides; default: chosen by the padding. */
  readonly outputPadding?: PerAxis | null | undefined;
}

const CONV_OPTIONS: OptionNames<ConvOptions> = { strides: true, padding: true, dilationRate: true, dataFormat: true };
const CONV = "ops.conv(inputs, kernel, { strides: 2, padding: 'same' })";
const DEPTHWISE = "ops.depthwiseConv(inputs, kernel, { strides: 2, padding: 'same' })";
const SEPARABLE = "ops.separableConv(inputs, depthwiseKernel, pointwiseKernel, { strides: 2, padding: 'same' })";
const TRANSPOSE = "ops.convTranspose(inputs, kernel, { strides: 2, padding: 'same' })";

/**
 * inputs [batch, ...spatial, in], kernel [...window, in / groups, out] → [batch, ...positions, out]: at each position the sum of kernel times window, for groups of channels
 * each by itself where the kernel has fewer than the inputs. Throws RangeError for shapes and sizes that do not go together, TypeError for kinds and unknown options.
 */
export const conv = withoutMore(CONV, (inputs: TensorLike, kernel: TensorLike, options?: ConvOptions): Tensor => {
  const [x, weights] = operands('conv', inputs, 'kernel', kernel);
  const [channels, perGroup] = [x.shape.at(-1) as number, weights.shape.at(-2) as number];
  if (channels % perGroup)
    refuseShape('conv', 'kernel', weights, `[...window, in / groups, out], in being the ${channels} channels of the inputs`);
  return convolve(x, weights, windowsOf('conv', weights, knownOptions(CONV, options, CONV_OPTIONS)), channels / perGroup);
});

/**
 * inputs [batch, ...spatial, channels], kernel [...window, channels, multiplier] → [batch, ...positions, channels · multiplier]: each channel convolved with kernels of
 * its own. Throws RangeError for shapes and sizes that do not go together, TypeError for kinds and unknown options.
 */
export const depthwiseConv = withoutMore(DEPTHWISE, (inputs: TensorLike, kernel: TensorLike, options?: ConvOptions): Tensor => {
  const [x, weights] = operands('depthwiseConv', inputs, 'kernel', kernel);
  return convolveChannels(x, weights, windowsOf('depthwiseConv', weights, knownOptions(DEPTHWISE, options, CONV_OPTIONS)));
});

/**
 * `depthwiseConv`, then a mixture of the channels at each position: depthwiseKernel [...window, channels, multiplier], pointwiseKernel [...1, channels · multiplier, out] →
 * [batch, ...positions, out]. Throws RangeError for shapes and sizes that do not go together, TypeError for kinds and unknown options.
 */
export const separableConv = withoutMore(
  SEPARABLE,
  (inputs: TensorLike, depthwiseKernel: TensorLike, pointwiseKernel: TensorLike, options?: ConvOptions): Tensor => {
    const [x, depthwise] = operands('separableConv', inputs, 'depthwiseKernel', depthwiseKernel);
    const [, pointwise] = operands('separableConv', x, 'pointwiseKernel', pointwiseKernel);
    const mixed = (depthwise.shape.at(-2) as number) * (depthwise.shape.at(-1) as number);
    if (pointwise.shape.slice(0, -2).some((size) => size !== 1) || pointwise.shape.at(-2) !== mixed)
      refuseShape('separableConv', 'pointwiseKernel', pointwise, `[...1, channels · multiplier, out], with ${mixed} channels`);
    const windows = windowsOf('separableConv', depthwise, knownOptions(SEPARABLE, options, CONV_OPTIONS));
    return convolveSeparately(x, depthwise, pointwise, windows);
  },
);

/**
 * What `conv` is the gradient of: inputs [batch, ...positions, in], kernel [...window, out, in] → [batch, ...spatial, out], larger by the strides. Throws RangeError for
 * shapes and sizes that do not go together, TypeError for kinds and unknown options.
 */
export const convTranspose = withoutMore(TRANSPOSE, (inputs: TensorLike, kernel: TensorLike, options?: ConvTransposeOptions): Tensor => {
  const known = knownOptions(TRANSPOSE, options, { ...CONV_OPTIONS, outputPadding: true });
  const [x, weights] = operands('convTranspose', inputs, 'kernel', kernel);
  const channels = x.shape.at(-1) as number;
  if (weights.shape.at(-1) !== channels)
    refuseShape('convTranspose', 'kernel', weights, `[...window, out, in], in being the ${channels} channels of the inputs`);
  const windows = windowsOf('convTranspose', weights, known);
  return convolveTransposed(x, weights, windows, outputPaddings(partOf('convTranspose'), known.outputPadding, windows.strides));
});

/** The tensors of a convolution. Throws RangeError unless the kernel has as many axes as the inputs, 3 to 5. */
function operands(op: string, inputs: TensorLike, argument: string, kernel: TensorLike): readonly [Tensor, Tensor] {
  const x = imagesOf(op, inputs);
  const weights = tensorOf(op, argument, kernel);
  const rank = x.shape.length;
  if (weights.shape.length !== rank) refuseShape(op, argument, weights, `of ${rank} axes, as many as the inputs ${showShape(x.shape)}`);
  return [x, weights];
}

function windowsOf(op: string, kernel: Tensor, { strides, padding, dilationRate, dataFormat }: ConvOptions): DilatedWindows {
  const [part, size] = [partOf(op), kernel.shape.slice(0, -2)];
  checkChannelsLast(part, dataFormat);
  const dilation = perAxis(part, 'dilationRate', dilationRate ?? 1, size.length);
  checkReach(part, size, dilation);
  return { size, strides: perAxis(part, 'strides', strides ?? 1, size.length), padding: paddingNamed(part, padding ?? 'valid'), dilation };
}

/** How errors of `windows.ts` name what they are about. */
function partOf(op: string): string {
  return `the windows of ops.${op}`;
}
