/** Index arithmetic of broadcasting, as WGSL expressions over a row-major element index. Used by `emit.ts`. */
import { type Shape, sizeOf } from './tensor.ts';

/** A run of neighbouring axes that are all broadcast or all walked: `((index / divide) % size) * stride`. */
interface Run {
  readonly size: number;
  readonly divide: number;
  readonly stride: number;
  readonly outermost: boolean;
}

/** How the elements of an input are found from the index of an output element. */
export interface Mapping {
  /** WGSL expression of the input's element for the output's element `index`. */
  readonly expression: (index: string) => string;
  /** Four neighbouring output elements use four neighbouring input elements, the first at a multiple of 4. */
  readonly contiguous: boolean;
  /** Four neighbouring output elements use one input element. */
  readonly splat: boolean;
}

/** Maps elements of `output` to elements of `input`, which is broadcast to it by NumPy's rule. */
export function mapping(input: Shape, output: Shape): Mapping {
  const count = sizeOf(input);
  if (count === 1) return { expression: () => '0u', contiguous: false, splat: true };
  if (count === sizeOf(output)) return { expression: (index) => index, contiguous: true, splat: false };
  const runs = runsOf(input, output);
  const last = runs.at(-1) as Run;
  const aligned = last.divide === 1 && last.size % 4 === 0;
  return { expression: (index) => expressionOf(runs, index), contiguous: aligned, splat: last.divide % 4 === 0 };
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

/** Walked runs of axes, outermost first. */
function runsOf(input: Shape, output: Shape): readonly Run[] {
  const runs: { size: number; divide: number; stride: number; outermost: boolean }[] = [];
  let divide = 1;
  let stride = 1;
  let open = false;
  for (let axis = output.length - 1; axis >= 0; axis--) {
    const outer = output[axis] as number;
    const inner = input[axis - output.length + input.length] ?? 1;
    if (outer === 1) continue;
    if (inner === 1) open = false;
    else if (open) (runs[0] as { size: number }).size *= inner;
    else {
      runs.unshift({ size: inner, divide, stride, outermost: false });
      open = true;
    }
    divide *= outer;
    stride *= inner;
  }
  const first = runs[0];
  if (first && first.divide * first.size === divide) first.outermost = true;
  return runs;
}

function expressionOf(runs: readonly Run[], index: string): string {
  const terms = runs.map(({ size, divide, stride, outermost }) => {
    const divided = divide === 1 ? index : `${index} / ${divide}u`;
    const wrapped = outermost ? divided : `(${divided}) % ${size}u`;
    return stride === 1 ? `(${wrapped})` : `(${wrapped}) * ${stride}u`;
  });
  return terms.join(' + ');
}
