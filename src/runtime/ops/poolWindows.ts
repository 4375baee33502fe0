/** How windows lie over the spatial axes of a tensor [images, ...spatial, channels]. Used by `maxPool.ts` and `averagePool.ts`. */
import windowsSource from '../../shaders/pool/windows.wgsl?raw';
import type { Kernel } from '../graph/op.ts';
import { WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply, type Node, type Shape, showShape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { rowsFilled } from './filledRows.ts';

/** Windows over 1 to 3 spatial axes. */
export interface PoolOptions {
  /** Size of a window, per spatial axis. */
  readonly window: Shape;
  /** Elements from one window to the next, per spatial axis; default: those of a window. */
  readonly strides?: Shape;
  /** `[before, after]` per spatial axis, smaller than the window; default: none. */
  readonly padding?: readonly (readonly [number, number])[];
}

/** Checked windows over tensors of known shapes. Of sizes only what lies in the input counts, so none is much larger than that. */
export interface Windows {
  /** [images, ...spatial, channels] that the windows lie over, and what has an element for each window. */
  readonly input: Shape;
  readonly output: Shape;
  readonly window: Shape;
  readonly strides: Shape;
  /** Padding before each spatial axis. */
  readonly before: Shape;
}

/** The windows over a tensor of shape `input`. Throws RangeError, with the size that the output would have, where there is no room for one. */
export function windowsOver(input: Shape, options: PoolOptions): Windows {
  const { window, strides = window, padding = window.map((): readonly [number, number] => [0, 0]) } = options;
  const sizes = input.slice(1, -1);
  const fits = window.length >= 1 && window.length <= 3 && [sizes, strides, padding].every(({ length }) => length === window.length);
  if (!fits) throw new RangeError(`${cannot(input, window)}: tensor, window, strides and padding must have the same 1 to 3 spatial axes`);
  if (![...window, ...strides].every(isPositive))
    throw new RangeError(`${cannot(input, window)}: window and strides ${showShape(strides)} must be positive integers`);
  if (padding.some((pair, axis) => pair.some((size) => !Number.isSafeInteger(size) || size < 0 || size >= window[axis]!)))
    throw new RangeError(
      `${cannot(input, window)}: padding is ${JSON.stringify(padding)}, it must be from 0 up to, but not including, the window`,
    );
  const counts = sizes.map((size, axis) => Math.floor((size + padding[axis]![0] + padding[axis]![1] - window[axis]!) / strides[axis]!) + 1);
  if (!counts.every(isPositive))
    throw new RangeError(`${cannot(input, window)}: the output would have the sizes ${showShape(counts)}, they must be positive`);
  const axes = sizes.map((size, axis) =>
    within(size, counts[axis]!, { window: window[axis]!, stride: strides[axis]!, before: padding[axis]![0] }),
  );
  return {
    input,
    output: [input[0]!, ...counts, input.at(-1)!],
    window: axes.map((axis) => axis.window),
    strides: axes.map((axis) => axis.stride),
    before: axes.map((axis) => axis.before),
  };
}

interface Axis {
  readonly window: number;
  readonly stride: number;
  readonly before: number;
}

/** The same elements in each of `count` windows along an axis, without padding that all of them cover. */
function within(size: number, count: number, { window, stride, before }: Axis): Axis {
  const kept = Math.min(before, (count - 1) * stride);
  const end = size + kept;
  return { window: Math.min(window - before + kept, end), stride: Math.min(stride, end), before: kept };
}

/** Windows without padding that cover a tensor of shape `input` exactly, side by side. */
export function tilesOf(input: Shape, window: Shape): Windows {
  const output = [input[0]!, ...window.map((size, axis) => input[axis + 1]! / size), input.at(-1)!];
  return { input, output, window, strides: window, before: window.map(() => 0) };
}

/** Whether no element is in two windows. */
export function areApart({ window, strides }: Windows): boolean {
  return window.every((size, axis) => size <= strides[axis]!);
}

/** Operations for an element of a window: a comparison and a choice, or an addition and the way to the next one. */
const OPERATIONS = 2;

/**
 * A kernel of `shaders/pool` whose invocations own `owned` elements together, each as many neighbouring channels as fit into a Value. They go through the
 * elements of a window, or with `covering` through the windows that cover an element.
 */
export function poolKernel(windows: Windows, sources: readonly string[], inputs: readonly string[], owned: Owned): Kernel {
  const channels = windows.input.at(-1)!;
  const width = channels % 4 === 0 ? 4 : 1;
  const count = owned.count / width;
  const { window, strides } = windows;
  const steps = owned.covering ? window.map((size, axis) => Math.ceil(size / strides[axis]!)) : window;
  return {
    sources: [...sources, windowsSource],
    knobs: { ...geometry(windows), COUNT: count, CHANNELS: channels / width, WIDTH: width, ...owned.knobs },
    inputs,
    outputs: [],
    width,
    workgroups: Math.ceil(count / WORKGROUP_SIZE),
    operations: OPERATIONS * owned.count * sizeOf(steps),
  };
}

/** What the invocations of a kernel own. */
export interface Owned {
  readonly count: number;
  readonly covering?: boolean;
  readonly knobs?: Kernel['knobs'];
}

/** An element for each window. */
export function windowsOwned({ output }: Windows): Owned {
  return { count: sizeOf(output) };
}

/** The elements that windows cover. */
export function elementsOwned({ input }: Windows): Owned {
  return { count: sizeOf(input), covering: true };
}

/** An op over windows, for images whose channels are filled up. */
export function filledPool<W extends Windows>({ op, inputs, attributes }: Node<W>, fill: (x: Tensor) => Tensor): readonly Tensor[] {
  return apply(op, inputs.map(fill), { ...attributes, input: rowsFilled(attributes.input), output: rowsFilled(attributes.output) });
}

/** Cells, each from one window's beginning to the next: images times cells times channels. */
export function cellsOwned({ input, strides, before }: Windows): Owned {
  const cells = strides.map((stride, axis) => Math.ceil((input[axis + 1]! + before[axis]!) / stride));
  return { count: input[0]! * sizeOf(cells) * input.at(-1)!, knobs: { CELLS: vector(cells) } };
}

function geometry({ input, output, window, strides, before }: Windows): Record<string, string | boolean> {
  return {
    INPUT: vector(input.slice(1, -1)),
    OUTPUT: vector(output.slice(1, -1)),
    WINDOW: vector(window),
    STRIDE: vector(strides),
    BEFORE: vector(before, 0),
    PADDED: window.some((size, axis) => before[axis]! > 0 || (output[axis + 1]! - 1) * strides[axis]! + size > input[axis + 1]!),
  };
}

/** Sizes of up to 3 spatial axes as WGSL, the missing ones first. */
function vector(sizes: Shape, missing = 1): string {
  const all = [...Array<number>(3 - sizes.length).fill(missing), ...sizes];
  return `vec3u(${all.map((size) => `${size}u`).join(', ')})`;
}

function isPositive(size: number): boolean {
  return Number.isSafeInteger(size) && size > 0;
}

function cannot(input: Shape, window: Shape): string {
  return `Cannot pool ${showShape(input)} by windows of ${showShape(window)}`;
}
