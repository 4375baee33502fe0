/** A matrix with one value on its diagonal. */
import { type Shape, showShape } from '../../runtime/graph/tensor.ts';
import { checkFinite } from '../checks.ts';
import { Initializer } from './initializer.ts';

/** Keras's `Identity`. */
export class Identity extends Initializer {
  readonly gain: number;

  /** Throws RangeError for a gain that is not finite. */
  constructor({ gain = 1 }: { readonly gain?: number | undefined } = {}) {
    super();
    checkFinite('Identity', 'gain', gain);
    this.gain = gain;
  }

  get className(): string {
    return 'Identity';
  }

  /** Values of a matrix [rows, columns]. Throws RangeError for any other number of axes. */
  values(shape: Shape): Float32Array {
    const [rows, columns] = shape;
    if (rows === undefined || columns === undefined || shape.length !== 2) {
      throw new RangeError(`Cannot fill a weight of shape ${showShape(shape)} by Identity: it has ${shape.length} axes, it must have 2`);
    }
    const values = new Float32Array(rows * columns);
    for (let i = 0; i < Math.min(rows, columns); i++) values[i * columns + i] = this.gain;
    return values;
  }

  /** Keras leaves the gain out. */
  getConfig(): Record<string, unknown> {
    return {};
  }
}

/** Makes an initializer of matrices with `gain` on the diagonal and 0 elsewhere. */
export function identity(gain = 1): Identity {
  return new Identity({ gain });
}
