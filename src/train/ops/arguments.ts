/** Checks of what users give to the functions of `ops.ts`, in one wording. Internal callers go to `runtime/ops`, which need none. */
import { type TensorLike, toTensor, Variable } from '../../runtime/graph/leaf.ts';
import { type Shape, showShape, type Tensor } from '../../runtime/graph/tensor.ts';
import { show } from '../describe.ts';
import { SymbolicTensor, showLayerShape } from '../layers/symbolic.ts';

/** Throws unless `holds`: RangeError for a number or a list of numbers, TypeError for any other kind. `must` completes "it must be". */
export function checkArgument(op: string, argument: string, value: unknown, holds: boolean, must: string): void {
  if (holds) return;
  const Kind = [value].flat(2).every((item) => typeof item === 'number') ? RangeError : TypeError;
  throw new Kind(`Cannot call ops.${op}: ${argument} is ${shown(value)}, it must be ${must}`);
}

function shown(value: unknown): string {
  return Array.isArray(value) ? `[${value.map(shown).join(', ')}]` : show(value);
}

/** The tensor that an argument stands for. Throws TypeError for symbolic tensors, what else is none, and other types than f32; RangeError for numbers outside of f32. */
export function tensorOf(op: string, argument: string, value: TensorLike): Tensor {
  const given: unknown = value;
  if (given instanceof SymbolicTensor) {
    throw new TypeError(
      `Cannot call ops.${op}: ${argument} is a symbolic tensor ${showLayerShape(given.shape)}, which has no values yet, it must be a tensor: ` +
        "call ops inside a layer's call(x), and apply the layer to the symbolic tensor",
    );
  }
  if (!isTensorLike(given))
    throw new TypeError(`Cannot call ops.${op}: ${argument} is ${shown(given)}, it must be a tensor, a weight or a number`);
  checkArgument(op, argument, given, typeof given !== 'number' || Number.isFinite(Math.fround(given)), 'finite in f32');
  const tensor = toTensor(value);
  if (tensor.dtype === 'f32') return tensor;
  throw new TypeError(`Cannot call ops.${op}: ${argument} is of ${tensor.dtype}, it must be of f32, as all that ops compute with`);
}

function isTensorLike(value: unknown): boolean {
  return typeof value === 'number' || value instanceof Variable || (typeof value === 'object' && value !== null && 'node' in value);
}

/** The tensor that inputs of images and their like are. Throws RangeError unless it has the batch, 1 to 3 spatial axes and the channels. */
export function imagesOf(op: string, inputs: TensorLike): Tensor {
  const tensor = tensorOf(op, 'inputs', inputs);
  const { length } = tensor.shape;
  if (length < 3 || length > 5) refuseShape(op, 'inputs', tensor, '[batch, ...spatial, channels] with 1 to 3 spatial axes');
  return tensor;
}

/** Throws RangeError for the shape of a tensor. `must` completes "it must be". */
export function refuseShape(op: string, argument: string, { shape }: Tensor, must: string): never {
  throw new RangeError(`Cannot call ops.${op}: ${argument} has shape ${showShape(shape)}, it must be ${must}`);
}

/** A list of integers of at least `least`. Throws TypeError unless it is a list of numbers, RangeError unless these are such integers. */
export function integers(op: string, argument: string, value: Shape, least: number, must = listOf(least)): Shape {
  const given: unknown = value;
  if (!Array.isArray(given)) throw new TypeError(`Cannot call ops.${op}: ${argument} is ${show(given)}, it must be ${must}`);
  checkArgument(
    op,
    argument,
    given,
    given.every((size) => Number.isSafeInteger(size) && size >= least),
    must,
  );
  return value;
}

function listOf(least: number): string {
  return least === 1 ? 'a list of positive integers' : `a list of integers, each ${least} or more`;
}

/** An axis of `rank`, counted from the front. Throws RangeError for one that there is not, TypeError unless it is a number. */
export function axisOf(op: string, axis: number, rank: number): number {
  if (!rank) throw new RangeError(`Cannot call ops.${op} along axis ${show(axis)}: x is a scalar, it must have axes`);
  const isAxis = Number.isInteger(axis) && axis >= -rank && axis < rank;
  checkArgument(op, 'axis', axis, isAxis, `an integer from ${-rank} to ${rank - 1}`);
  return axis < 0 ? axis + rank : axis;
}

/** One axis of `rank` or several, counted from the front, in the order given. Throws as `axisOf`, and RangeError where one is named twice. */
export function axesOf(op: string, axis: number | readonly number[], rank: number): readonly number[] {
  const axes = (Array.isArray(axis) ? axis : [axis]).map((one) => axisOf(op, one, rank));
  checkArgument(op, 'axis', axis, new Set(axes).size === axes.length, 'a list that names each axis once');
  return axes;
}

/** Throws TypeError unless a flag is true, false or absent. */
export function checkFlag(op: string, argument: string, value: unknown): void {
  checkArgument(op, argument, value, value === undefined || typeof value === 'boolean', 'true or false');
}

/**
 * `body`, which refuses more arguments than it names: those of Keras that are not here, which would be passed over without a word. `call` shows
 * a right call. Throws TypeError for such.
 */
/* @__NO_SIDE_EFFECTS__ */
export function withoutMore<Given extends readonly unknown[]>(
  call: string,
  body: (...given: Given) => Tensor,
): (...given: Given) => Tensor {
  const name = call.slice('ops.'.length, call.indexOf('('));
  return named(name, (...given: Given) => {
    if (given.length <= body.length) return body(...given);
    throw new TypeError(`Cannot call ops.${name}: ${given.length} arguments came, it takes at most ${body.length}, as in ${call}`);
  });
}

/** The function, called `name`: as an activation it is saved by that. */
/* @__NO_SIDE_EFFECTS__ */
export function named<F extends object>(name: string, body: F): F {
  return Object.defineProperty(body, 'name', { value: name });
}
