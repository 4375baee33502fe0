/** Index arithmetic of broadcasting, as WGSL expressions over a row-major element index. Used by `emit.ts`. */
import { type Shape, sizeOf } from './tensor.ts';

/** A run of neighbouring axes that are all broadcast or all walked: `((index / divide) % size) * stride`. */
interface Run {
  size: number;
  /** Of `size` elements those that the input has; the others are 0. */
  inside: number;
  readonly divide: number;
  readonly stride: number;
  outermost: boolean;
}

/** How the elements of an input are found from the index of an output element. */
export interface Mapping {
  /** WGSL expression of the input's element for the output's element `index`. */
  readonly expression: (index: string) => string;
  /** WGSL expression of whether the input has that element, which is 0 otherwise; absent: it has all. */
  readonly inside?: ((index: string) => string) | undefined;
  /** Four neighbouring output elements use four neighbouring input elements, the first at a multiple of 4. */
  readonly contiguous: boolean;
  /** Four neighbouring output elements use one input element. */
  readonly splat: boolean;
}

/** Maps elements of `output` to elements of `input`, which is broadcast to it by NumPy's rule; other axes are cut off, or filled up with zeros, at the end. */
export function mapping(input: Shape, output: Shape): Mapping {
  const count = sizeOf(input);
  if (count === 1) return { expression: () => '0u', contiguous: false, splat: true };
  if (count === sizeOf(output)) return { expression: (index) => index, contiguous: true, splat: false };
  const runs = runsOf(input, output);
  const last = runs.at(-1) as Run;
  const filled = runs.filter(({ size, inside }) => inside < size);
  const steps = [last.size, ...runs.slice(0, -1).map(({ stride }) => stride), ...filled.map(({ inside }) => inside)];
  return {
    expression: (index) => expressionOf(runs, index),
    inside: filled.length ? (index) => filled.map((run) => `${placeIn(run, index)} < ${run.inside}u`).join(' && ') : undefined,
    contiguous: last.divide === 1 && steps.every((step) => step % 4 === 0),
    splat: last.divide % 4 === 0,
  };
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

/** Walked runs of axes, outermost first. A run ends with an axis of which the input has more or fewer elements. */
function runsOf(input: Shape, output: Shape): readonly Run[] {
  const runs: Run[] = [];
  let divide = 1;
  let stride = 1;
  let open = false;
  for (let axis = output.length - 1; axis >= 0; axis--) {
    const outer = output[axis] as number;
    const inner = input[axis - output.length + input.length] ?? 1;
    if (outer === 1 && inner === 1) continue;
    if (open && inner !== 1) extend(runs[0] as Run, inner, outer);
    else if (inner !== 1) runs.unshift({ size: outer, inside: Math.min(inner, outer), divide, stride, outermost: false });
    open = inner === outer;
    divide *= outer;
    stride *= inner;
  }
  const first = runs[0];
  if (first && first.divide * first.size === divide) first.outermost = true;
  return runs;
}

function extend(run: Run, inner: number, outer: number): void {
  run.inside = run.size * Math.min(inner, outer);
  run.size *= outer;
}

function expressionOf(runs: readonly Run[], index: string): string {
  return runs.map((run) => (run.stride === 1 ? placeIn(run, index) : `${placeIn(run, index)} * ${run.stride}u`)).join(' + ');
}

function placeIn({ size, divide, outermost }: Run, index: string): string {
  const divided = divide === 1 ? index : `${index} / ${divide}u`;
  return outermost ? `(${divided})` : `((${divided}) % ${size}u)`;
}
