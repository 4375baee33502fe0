/** Sizes of a convolution: how positions follow from windows, and what its kernels need to know. Used by `convolution.ts` and `depthwise.ts`. */
import { type Shape, showShape, sizeOf } from '../graph/tensor.ts';

/** Spatial axes in order; paddings are explicit [before, after] pairs. */
export interface ConvolutionOptions {
  readonly strides: readonly number[];
  readonly padding: readonly (readonly [number, number])[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

/** What a convolution is between. */
export interface Sides {
  readonly batch: number;
  readonly spatial: Shape;
  readonly window: Shape;
  readonly positions: Shape;
  /** Channels of the input and of the output. */
  readonly inputs: number;
  readonly outputs: number;
  readonly groups: number;
  readonly options: ConvolutionOptions;
}

/** Completes the sizes of a convolution. Throws RangeError for a window that fits nowhere. */
export function sidesOf(known: Omit<Sides, 'positions' | 'groups'>): Sides {
  const { spatial, window, options } = known;
  return { ...known, positions: positions(spatial, window, options), groups: options.groups };
}

/** Output positions along each spatial axis. Throws RangeError with the computed size when a window fits nowhere. */
export function positions(spatial: Shape, window: Shape, { strides, padding, dilation }: Omit<ConvolutionOptions, 'groups'>): Shape {
  if (spatial.length < 1 || spatial.length > 3)
    throw new RangeError(`Cannot slide a window over ${spatial.length} spatial axes: 1 to 3 are supported`);
  const sizes = spatial.map((size, axis) => {
    const [before, after] = padding[axis] as readonly [number, number];
    const reach = ((window[axis] as number) - 1) * (dilation[axis] as number) + 1;
    return Math.floor((size + before + after - reach) / (strides[axis] as number)) + 1;
  });
  if (sizes.some((size) => size < 1)) {
    throw new RangeError(
      `Cannot slide the window ${showShape(window)} over ${showShape(spatial)}: the output would be ${showShape(sizes)}, every axis must be at least 1`,
    );
  }
  return sizes;
}

/** How the input positions of a convolution with strides fall into phases, `phases.wgsl`, for each spatial axis. */
interface Phases {
  /** Quotients of positions by the stride: how many, and the first. */
  readonly quotients: readonly number[];
  readonly first: readonly number[];
  /** Window positions that a phase meets at most. */
  readonly jumps: readonly number[];
}

function phasesOf({ spatial, window, options: { strides, padding } }: Sides): Phases {
  const first = padding.map(([before], axis) => Math.floor(before / (strides[axis] as number)));
  const last = padding.map(([before], axis) => Math.floor((before + (spatial[axis] as number) - 1) / (strides[axis] as number)));
  const quotients = last.map((quotient, axis) => quotient - (first[axis] as number) + 1);
  return { quotients, first, jumps: window.map((taps, axis) => Math.ceil(taps / (strides[axis] as number))) };
}

/** Rows of a data gradient in one phase. */
export function phaseRows(sides: Sides): number {
  return sides.batch * sizeOf(phasesOf(sides).quotients);
}

/** Window positions that an input position meets, in each phase. */
export function phaseTaps(sides: Sides): number {
  return sizeOf(phasesOf(sides).jumps);
}

/** Knobs of the files `shaders/convolution/phase*.wgsl`. */
export function phaseKnobs(sides: Sides): Record<string, number> {
  const { quotients, first, jumps } = phasesOf(sides);
  return { ...axes('Q', quotients, 1), ...axes('FIRST', first, 0), ...axes('JUMPS', jumps, 1), GROUPS: sides.groups };
}

/** Knobs of `shaders/convolution/geometry.wgsl` that follow from the sizes: missing axes have size 1. */
export function geometryKnobs({ spatial, window, positions: outer, options }: Sides): Record<string, number | boolean> {
  const before = options.padding.map(([first]) => first);
  const taps = { TAPS_X: window.at(-1) as number, TAPS_Y: window.at(-2) ?? 1 };
  const steps = { ...axes('STEP', options.strides, 1), ...axes('DILATION', options.dilation, 1), ...axes('BEFORE', before, 0) };
  const border = options.padding.some(([first, last]) => first + last > 0);
  return { ...axes('IN', spatial, 1), ...axes('OUT', outer, 1), ...taps, ...steps, BORDER: border };
}

/** A knob for each axis; axes that a convolution lacks get `rest`. */
function axes(name: string, sizes: Shape, rest: number): Record<string, number> {
  const [x, y = rest, z = rest] = sizes.toReversed();
  return { [`${name}_X`]: x as number, [`${name}_Y`]: y, [`${name}_Z`]: z };
}
