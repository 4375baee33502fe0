/** Where the elements of an input lie, as WGSL expressions over the row-major index of an output element. Used by `chain.ts`. */
import type { Shape } from './tensor.ts';

/** How the input moves along an axis of the output. */
export interface Walk {
  /** Elements of the output. */
  readonly size: number;
  /** Elements of memory from one element of the input to the next; 0: it is broadcast. */
  readonly stride: number;
  /** Where in the output the input begins; negative where its first elements are left out. */
  readonly before: number;
  /** Elements of the input. */
  readonly length: number;
}

/** How the elements of an input are found from the index of an output element. */
export interface Mapping {
  /** WGSL expression of the input's element for the output's element `index`. */
  readonly expression: (index: string) => string;
  /** WGSL expression of whether the input has that element; absent: it has all. */
  readonly inside?: ((index: string) => string) | undefined;
  /** Four neighbouring output elements use four neighbouring input elements, the first at a multiple of 4. */
  readonly contiguous: boolean;
  /** Four neighbouring output elements use one input element. */
  readonly splat: boolean;
}

/** Neighbouring axes that are walked as one: the element at place `(index / divide) % size`, which the input has where it is from `from` up to `to`. */
interface Run {
  size: number;
  from: number;
  to: number;
  readonly divide: number;
  readonly stride: number;
}

/** The elements that are found by walks, one per axis of the output, outermost first. */
export function mapping(walks: readonly Walk[]): Mapping {
  const runs = runsOf(walks);
  const first = walks.reduce((sum, { stride, before }) => sum - stride * before, 0);
  const total = walks.reduce((product, { size }) => product * size, 1);
  const last = runs.at(-1);
  if (!last) return { expression: () => `${first}u`, contiguous: false, splat: true };
  const guarded = runs.filter(isGuarded);
  if (last.size === total && last.stride === 1 && first === 0 && !guarded.length)
    return { expression: (index) => index, contiguous: true, splat: false };
  const walked = runs.filter(({ stride }) => stride > 0);
  // A negative number as u32: the sum wraps around.
  const rest = first ? [`${first >>> 0}u`] : [];
  const steps = [first, last.size, last.to, ...runs.slice(0, -1).map(({ stride }) => stride)];
  return {
    expression: (index) => [...walked.map((run) => termOf(run, index, total)), ...rest].join(' + ') || '0u',
    inside: guarded.length ? (index) => guarded.map((run) => guardOf(run, index, total)).join(' && ') : undefined,
    contiguous: last.divide === 1 && last.stride === 1 && steps.every((step) => step % 4 === 0),
    splat: last.divide % 4 === 0,
  };
}

/** The walks of an input that is broadcast by NumPy's rule. */
export function broadcastWalks(input: Shape, output: Shape): readonly Walk[] {
  const strides = stridesOf(input);
  return output.map((size, axis) => {
    const at = axis - output.length + input.length;
    const length = input[at] ?? 1;
    return length === 1 ? { size, stride: 0, before: 0, length: size } : { size, stride: strides[at] as number, before: 0, length };
  });
}

/** Elements of memory from one element to the next, per axis. */
function stridesOf(shape: Shape): readonly number[] {
  const strides: number[] = [];
  let stride = 1;
  for (const size of shape.toReversed()) {
    strides.unshift(stride);
    stride *= size;
  }
  return strides;
}

/** Shape of two shapes broadcast together, or `undefined` when they do not fit. */
export function broadcast(a: Shape, b: Shape): Shape | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const x = a[axis - rank + a.length] ?? 1;
    const y = b[axis - rank + b.length] ?? 1;
    if (x !== y && x !== 1 && y !== 1) return undefined;
    shape.push(x === 1 ? y : x);
  }
  return shape;
}

/** Runs of axes that are not broadcast, or not all inside, outermost first. */
function runsOf(walks: readonly Walk[]): readonly Run[] {
  const runs: Run[] = [];
  let divide = 1;
  for (const { size, stride, before, length } of walks.toReversed()) {
    const run = { size, from: Math.max(before, 0), to: Math.min(before + length, size), divide, stride };
    const inner = runs[0];
    if (size > 1 && (stride > 0 || isGuarded(run)) && !(inner && extended(inner, run))) runs.unshift(run);
    divide *= size;
  }
  return runs;
}

/** Makes a run go on along the next axis, where that one follows it in the output and in memory. */
function extended(inner: Run, outer: Run): boolean {
  const { size, divide, stride } = inner;
  if (isGuarded(inner) || outer.stride !== stride * size || outer.divide !== divide * size) return false;
  inner.size *= outer.size;
  inner.from = outer.from * size;
  inner.to = outer.to * size;
  return true;
}

function isGuarded({ size, from, to }: Run): boolean {
  return from > 0 || to < size;
}

function termOf(run: Run, index: string, total: number): string {
  return run.stride === 1 ? placeIn(run, index, total) : `${placeIn(run, index, total)} * ${run.stride}u`;
}

function guardOf(run: Run, index: string, total: number): string {
  const { from, to, size } = run;
  const place = placeIn(run, index, total);
  return [...(from > 0 ? [`${place} >= ${from}u`] : []), ...(to < size ? [`${place} < ${to}u`] : [])].join(' && ');
}

function placeIn({ size, divide }: Run, index: string, total: number): string {
  const divided = divide === 1 ? index : `${index} / ${divide}u`;
  return size * divide === total ? `(${divided})` : `((${divided}) % ${size}u)`;
}
