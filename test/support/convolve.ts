/** The f64 oracle of convolutions: the sum as it is defined, over up to three spatial axes. */
import { type Shape, sizeOf } from '../../src/runtime/graph/tensor.ts';
import { positions } from '../../src/runtime/ops/convolutionShapes.ts';

/** A convolution in numbers; kernels are [...window, in / groups, out]. */
export interface Convolved {
  readonly x: Shape;
  readonly kernel: Shape;
  readonly strides: readonly number[];
  readonly padding: readonly (readonly [number, number])[];
  readonly dilation: readonly number[];
  readonly groups: number;
}

type Data = ArrayLike<number>;

/** Shape of the output. */
export function outputShape({ x, kernel, ...options }: Convolved): Shape {
  return [x[0] as number, ...positions(x.slice(1, -1), kernel.slice(0, -2), options), kernel.at(-1) as number];
}

/** y[b, p, o] = sum over window positions t and channels c of o's group of x[b, p · stride + t · dilation - before, c] kernel[t, c, o]. */
export function convolve(data: Data, kernel: Data, shapes: Convolved): Float64Array {
  const y = new Float64Array(sizeOf(outputShape(shapes)));
  visit(shapes, (at, from, weight) => {
    y[at] = (y[at] as number) + (data[from] as number) * (kernel[weight] as number);
  });
  return y;
}

/** The data gradient: dx[from] = sum of dy[at] kernel[weight] over the same products. */
export function spread(dy: Data, kernel: Data, shapes: Convolved): Float64Array {
  const dx = new Float64Array(sizeOf(shapes.x));
  visit(shapes, (at, from, weight) => {
    dx[from] = (dx[from] as number) + (dy[at] as number) * (kernel[weight] as number);
  });
  return dx;
}

/** Calls `product` with the places of y, x and the kernel of every product that counts. */
function visit(shapes: Convolved, product: (at: number, from: number, weight: number) => void): void {
  const { x, kernel, strides, padding, dilation, groups } = shapes;
  const [spatial, window, outer] = [x.slice(1, -1), kernel.slice(0, -2), outputShape(shapes).slice(1, -1)];
  const [inputs, perGroup, outputs] = [x.at(-1) as number, kernel.at(-2) as number, kernel.at(-1) as number];
  for (let pixel = 0; pixel < (x[0] as number) * sizeOf(outer); pixel++) {
    const place = coordinates(pixel % sizeOf(outer), outer);
    for (let tap = 0; tap < sizeOf(window); tap++) {
      const under = coordinates(tap, window).map(
        (t, i) => (place[i] as number) * (strides[i] as number) + t * (dilation[i] as number) - (padding[i]?.[0] ?? 0),
      );
      if (under.some((at, i) => at < 0 || at >= (spatial[i] as number))) continue;
      const flat = under.reduce((sum, at, i) => sum * (spatial[i] as number) + at, Math.floor(pixel / sizeOf(outer)));
      for (let o = 0; o < outputs; o++) {
        const group = Math.floor(o / (outputs / groups));
        for (let c = 0; c < perGroup; c++)
          product(pixel * outputs + o, flat * inputs + group * perGroup + c, (tap * perGroup + c) * outputs + o);
      }
    }
  }
}

function coordinates(index: number, sizes: Shape): number[] {
  const result: number[] = [];
  let rest = index;
  for (const size of sizes.toReversed()) {
    result.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return result;
}
