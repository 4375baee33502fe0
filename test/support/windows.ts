/** Windows for oracles: which elements of a tensor [images, ...spatial, channels] each window covers, by plain counting. */
import type { Shape } from '../../src/runtime/graph/tensor.ts';

/** How windows lie, per spatial axis. */
export interface TestWindows {
  readonly window: Shape;
  readonly strides?: Shape;
  readonly padding?: readonly (readonly [number, number])[];
}

/** All coordinates of a shape, in row-major order. */
export function places(shape: Shape): number[][] {
  return shape.reduce<number[][]>((found, size) => found.flatMap((place) => Array.from({ length: size }, (_, i) => [...place, i])), [[]]);
}

/** The row-major index of a place; `undefined` outside of the shape. */
export function indexIn(shape: Shape, place: readonly number[]): number | undefined {
  if (place.some((at, axis) => at < 0 || at >= (shape[axis] as number))) return undefined;
  return place.reduce((index, at, axis) => index * (shape[axis] as number) + at, 0);
}

/** Shape of a tensor with one element for each window. */
export function pooledShape(input: Shape, { window, strides = window, padding }: TestWindows): Shape {
  const counts = window.map((size, axis) => {
    const [before, after] = padding?.[axis] ?? [0, 0];
    return Math.floor(((input[axis + 1] as number) + before + after - size) / (strides[axis] as number)) + 1;
  });
  return [input[0] as number, ...counts, input.at(-1) as number];
}

/** For each window in order, the indices of the elements that it covers, in order. */
export function covered(input: Shape, windows: TestWindows): number[][] {
  const { window, strides = window, padding } = windows;
  return places(pooledShape(input, windows)).map((output) =>
    places(window).flatMap((offset) => {
      const spatial = offset.map((at, axis) => (output[axis + 1] as number) * (strides[axis] as number) + at - (padding?.[axis]?.[0] ?? 0));
      return indexIn(input, [output[0] as number, ...spatial, output.at(-1) as number]) ?? [];
    }),
  );
}
