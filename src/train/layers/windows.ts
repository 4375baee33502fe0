/** How windows go over the spatial axes of images and their like, as Keras and TensorFlow count: positions and paddings. No tensors here. */
import { check } from '../checks.ts';
import { show } from '../describe.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';

/** 'same': one position per stride, with as much added before as after, or one more after; 'causal': all of it before. */
export type Padding = 'valid' | 'same' | 'causal';

/** An option for each spatial axis, or one for all of them. */
export type PerAxis = number | readonly number[];

/** Windows over spatial axes; each list has an entry per axis. */
export interface Windows {
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly padding: Padding;
  /** Distance between neighbours within a window; default 1. */
  readonly dilation?: readonly number[];
}

/** Elements added before and after each axis. */
export type Paddings = readonly (readonly [number, number])[];

/** The largest stride, dilation, size or number of elements to add: kernels count places in 32 bits, and add up a few of them. */
const MOST = 2 ** 30;

/** Throws RangeError for a number that kernels cannot count with. */
export function checkCountable(part: string, option: string, size: number): void {
  check(part, option, size, size <= MOST, `at most ${MOST}, so that places of elements are countable in 32 bits`);
}

/** An option as a list of `rank` integers of at least `least`. Throws RangeError for other numbers and for huge ones, TypeError for kinds. */
export function perAxis(part: string, option: string, value: unknown, rank: number, least: 0 | 1 = 1): readonly number[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : Array(rank).fill(value);
  const must = least === 1 ? 'a positive integer' : 'an integer, 0 or more';
  if (list.length !== rank)
    throw new RangeError(`Cannot make ${part}: ${option} is [${list.map(show).join(', ')}], it must be ${must} or a list of ${rank}`);
  const fits = (size: unknown): size is number => Number.isSafeInteger(size) && Number(size) >= least;
  const name = Array.isArray(value) ? `a size of ${option}` : option;
  for (const size of list) check(part, name, size, fits(size), must);
  const sizes = list.filter(fits);
  for (const size of sizes) checkCountable(part, name, size);
  return sizes;
}

/** What `transposedSizes` adds, per axis; `undefined` for none and null. Throws RangeError unless it is below the strides, TypeError for kinds. */
export function outputPaddings(part: string, value: unknown, strides: readonly number[]): readonly number[] | undefined {
  if (value === undefined || value === null) return undefined;
  const extras = perAxis(part, 'outputPadding', value, strides.length, 0);
  if (extras.every((extra, axis) => extra < (strides[axis] ?? 1))) return extras;
  throw new RangeError(`Cannot make ${part}: outputPadding is ${extras}, it must be below the strides, ${strides}`);
}

/** A padding in lower case. Throws TypeError unless it is one of `allowed`. */
export function paddingNamed(part: string, padding: unknown, allowed: readonly Padding[] = ['valid', 'same']): Padding {
  const name = typeof padding === 'string' ? padding.toLowerCase() : padding;
  const known = allowed.find((candidate) => candidate === name);
  check(part, 'padding', padding, known !== undefined, allowed.map(show).join(' or '));
  return known ?? 'valid';
}

/** Throws TypeError unless the channels are to be last, which `null` and nothing mean as well. */
export function checkChannelsLast(part: string, dataFormat: unknown): void {
  const holds = dataFormat === undefined || dataFormat === null || dataFormat === 'channels_last';
  check(part, 'dataFormat', dataFormat, holds, "'channels_last': bring the channels of the data to the last axis, [batch, ..., channels]");
}

/** How many positions windows have along spatial axes, `null` where a size is open. Throws RangeError when they do not fit into an axis. */
export function positions(spatial: LayerShape, windows: Windows): LayerShape {
  const counts = spatial.map((size, axis) => size && count(size, windows, axis));
  if (counts.every((size) => size === null || size > 0)) return counts;
  const given = windows.dilation?.some((distance) => distance > 1) ? `, ${cross(windows.dilation)} apart,` : '';
  throw new RangeError(
    `Cannot apply windows of ${cross(windows.size)}${given} to ${showLayerShape(spatial)} with padding '${windows.padding}': ` +
      `the output would be ${cross(counts)}, it must be 1 or more`,
  );
}

/** What is added before and after spatial axes, so that windows have their `positions`. */
export function paddings(spatial: readonly number[], windows: Windows): Paddings {
  return spatial.map((size, axis): readonly [number, number] => {
    const reach = reachOf(windows, axis);
    if (windows.padding === 'valid') return [0, 0];
    if (windows.padding === 'causal') return [reach - 1, 0];
    const total = Math.max(0, (count(size, windows, axis) - 1) * (windows.strides[axis] ?? 1) + reach - size);
    return [Math.floor(total / 2), Math.ceil(total / 2)];
  });
}

/**
 * The spatial axes from which windows have `counts` positions, `null` where a count is open: what a transposed convolution makes. Several sizes
 * have as many; `outputPadding` chooses, and without it the largest that needs no more. Throws RangeError when one is 0.
 */
export function transposedSizes(counts: LayerShape, windows: Windows, outputPadding?: readonly number[]): LayerShape {
  const sizes = counts.map((size, axis) => size && transposedSize(size, windows, axis, outputPadding?.[axis]));
  if (sizes.every((size) => size === null || size > 0)) return sizes;
  throw new RangeError(
    `Cannot transpose a convolution: with the window ${cross(windows.size)} and outputPadding ${cross(outputPadding ?? [])} the output of ` +
      `${showLayerShape(counts)} would be ${cross(sizes)}, it must be 1 or more`,
  );
}

/** The paddings of the convolution that goes from `transposedSizes` back to `counts`, as Keras lays the result out. */
export function transposedPaddings(counts: readonly number[], windows: Windows, outputPadding?: readonly number[]): Paddings {
  return counts.map((positions, axis): readonly [number, number] => {
    if (windows.padding === 'valid') return [0, 0];
    const [reach, stride, extra] = [reachOf(windows, axis), windows.strides[axis] ?? 1, outputPadding?.[axis]];
    const overlap = extra === undefined ? reach - stride : reach - (reach % 2) - extra;
    const before = Math.max(0, Math.floor(overlap / 2));
    const size = transposedSize(positions, windows, axis, extra);
    return [before, Math.max(0, (positions - 1) * stride + reach - before - size)];
  });
}

function count(size: number, windows: Windows, axis: number): number {
  const free = windows.padding === 'valid' ? size - reachOf(windows, axis) : size - 1;
  return Math.floor(free / (windows.strides[axis] ?? 1)) + 1;
}

function transposedSize(positions: number, windows: Windows, axis: number, extra: number | undefined): number {
  const [reach, stride] = [reachOf(windows, axis), windows.strides[axis] ?? 1];
  const apart = (positions - 1) * stride;
  if (windows.padding === 'valid') return apart + (extra === undefined ? Math.max(reach, stride) : reach + extra);
  return extra === undefined ? positions * stride : apart + (reach % 2) + extra;
}

/**
 * The strides of windows with their `positions` and `paddings`, none longer than it takes to leave the axis or the window: the work of kernels grows with
 * strides, the output does not.
 */
export function shortStrides(spatial: readonly number[], windows: Windows): readonly number[] {
  return paddings(spatial, windows).map(([before, after], axis) => {
    const reach = reachOf(windows, axis);
    const free = before + (spatial[axis] ?? 1) + after - reach;
    return Math.min(windows.strides[axis] ?? 1, Math.max(free + 1, reach));
  });
}

/** Throws RangeError for a window whose elements are so far apart that kernels cannot count from the first to the last. */
export function checkReach(part: string, size: readonly number[], dilation: readonly number[]): void {
  for (const axis of size.keys()) {
    checkCountable(part, 'the reach of the window, (kernelSize - 1) dilationRate + 1,', reachOf({ size, dilation }, axis));
  }
}

/** Elements from the first to the last of a window. */
function reachOf({ size, dilation }: Pick<Windows, 'size' | 'dilation'>, axis: number): number {
  return ((size[axis] ?? 1) - 1) * (dilation?.[axis] ?? 1) + 1;
}

/** `3x3`; `None` stands for an open size. */
function cross(sizes: LayerShape): string {
  return sizes.map((size) => size ?? 'None').join('x');
}
