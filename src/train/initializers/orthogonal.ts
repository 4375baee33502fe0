/** Matrices whose rows or columns, whichever are fewer, are orthogonal to each other. */
import { type Shape, showShape, sizeOf } from '../../runtime/graph/tensor.ts';
import { checkFinite } from '../checks.ts';
import type { Generator } from '../random.ts';
import { RandomInitializer, type SeedOptions } from './randomInitializer.ts';

/** Options of `Orthogonal`. */
export interface OrthogonalOptions extends SeedOptions {
  /** Length of the rows or columns; default 1. */
  readonly gain?: number | undefined;
}

/** Keras's `Orthogonal` (Saxe et al. 2014); a kernel [...window, in, out] is seen as a matrix of as many columns as outputs. */
export class Orthogonal extends RandomInitializer {
  readonly gain: number;

  /** Throws RangeError for a gain that is not finite. */
  constructor(options: OrthogonalOptions = {}) {
    super(options);
    this.gain = options.gain ?? 1;
    checkFinite('Orthogonal', 'gain', this.gain);
  }

  get className(): string {
    return 'Orthogonal';
  }

  /** Throws RangeError for a weight of fewer than 2 axes. */
  values(shape: Shape, generator: Generator): Float32Array {
    const columns = shape.at(-1);
    if (columns === undefined || shape.length < 2) {
      throw new RangeError(
        `Cannot fill a weight of shape ${showShape(shape)} by Orthogonal: it has ${shape.length} axes, it must have 2 or more`,
      );
    }
    const rows = sizeOf(shape.slice(0, -1));
    const vectors = orthonormal(Math.min(rows, columns), Math.max(rows, columns), generator);
    const entry =
      rows < columns ? (row: number, column: number) => vectors[row]![column]! : (row: number, column: number) => vectors[column]![row]!;
    return new Float32Array(rows * columns).map((_, i) => this.gain * entry(Math.floor(i / columns), i % columns));
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), gain: this.gain };
  }
}

/** Makes an initializer of orthogonal matrices. */
export function orthogonal(options: OrthogonalOptions = {}): Orthogonal {
  return new Orthogonal(options);
}

/** Random vectors made orthogonal by Gram and Schmidt's method, which for normal vectors gives every orthogonal system the same chance. */
function orthonormal(count: number, length: number, generator: Generator): readonly Float64Array[] {
  const vectors: Float64Array[] = [];
  while (vectors.length < count) {
    const vector = new Float64Array(length).map(() => generator.normal());
    // Twice is enough (Giraud et al. 2005): the first pass leaves rounding errors along the other vectors.
    for (let pass = 0; pass < 2; pass++) for (const other of vectors) subtractAlong(vector, other);
    const norm = Math.sqrt(dot(vector, vector));
    vectors.push(vector.map((value) => value / norm));
  }
  return vectors;
}

function subtractAlong(vector: Float64Array, unit: Float64Array): void {
  const share = dot(vector, unit);
  for (let i = 0; i < vector.length; i++) vector[i]! -= share * unit[i]!;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}
