/** Arrays as users give and get them: a typed array with a shape. Checked and turned into columns by `columns.ts`. */
import { showShape, sizeOf } from '../../runtime/graph/tensor.ts';
import { kindOf } from '../describe.ts';

/** Typed arrays whose values can be used as numbers. */
export type NumericArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array;

/** Nested arrays of numbers, outermost axis first. */
export type Nested = number | readonly Nested[];

/** A dense row-major array. */
export class NDArray {
  readonly data: NumericArray;
  readonly shape: readonly number[];

  /** Throws RangeError when `shape` is no list of sizes or its product is not `data.length`. */
  constructor(data: NumericArray, shape: readonly number[]) {
    checkSizes(shape);
    const size = sizeOf(shape);
    if (size !== data.length) {
      throw new RangeError(`Cannot make an array of shape ${showShape(shape)}: it holds ${size} values, the data has ${data.length}`);
    }
    this.data = data;
    this.shape = [...shape];
  }

  /** Keras's name of the element type, `float32`. */
  get dtype(): string {
    return this.data.constructor.name
      .replace(/Array$/, '')
      .replace('Clamped', '')
      .toLowerCase();
  }

  /** The values as nested arrays; a number for shape `[]`. */
  toNested(): Nested {
    const build = (axis: number, start: number, size: number): Nested => {
      if (axis === this.shape.length) return this.data[start] as number;
      const length = this.shape[axis] as number;
      const step = size / length;
      return Array.from({ length }, (_, i) => build(axis + 1, start + i * step, step));
    };
    return build(0, 0, this.data.length);
  }
}

/**
 * An array of `shape`: a typed array is used as it is, nested arrays of numbers become a Float32Array. Without `shape`, a typed array has one axis
 * and nested arrays their own. Throws RangeError for ragged arrays and other products of `shape`, TypeError for anything but numbers.
 */
export function array(data: NumericArray | Nested, shape?: readonly number[]): NDArray {
  if (isNumericArray(data)) return new NDArray(data, shape ?? [data.length]);
  const own = shapeOf(data);
  const values = new Float32Array(sizeOf(own));
  fill(values, 0, data, own, []);
  return new NDArray(values, shape ?? own);
}

/** Whether `value` is a typed array of numbers; BigInt arrays and DataViews are not. */
export function isNumericArray(value: unknown): value is NumericArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView || value instanceof BigInt64Array || value instanceof BigUint64Array);
}

function checkSizes(shape: readonly number[]): void {
  const axis = shape.findIndex((size) => !Number.isSafeInteger(size) || size < 0);
  if (axis === -1) return;
  throw new RangeError(
    `Cannot make an array of shape ${showShape(shape)}: axis ${axis} is ${shape[axis]}, it must be a whole number, 0 or more`,
  );
}

/** The shape along the first elements; `fill` checks that all others agree. */
function shapeOf(data: Nested): number[] {
  const shape: number[] = [];
  for (let first: Nested | undefined = data; isList(first); first = first[0]) shape.push(first.length);
  return shape;
}

/** Writes `data`, which lies at `place` up to `depth`, from `offset` on and returns where it ended. */
function fill(values: Float32Array, offset: number, data: unknown, shape: readonly number[], place: number[], depth = 0): number {
  if (depth === shape.length) {
    if (typeof data !== 'number') throw notNumber(data, place);
    values[offset] = data;
    return offset + 1;
  }
  const length = shape[depth];
  if (!isList(data) || data.length !== length) throw ragged(data, length, place.slice(0, depth));
  let end = offset;
  for (let index = 0; index < data.length; index++) {
    place[depth] = index;
    end = fill(values, end, data[index], shape, place, depth + 1);
  }
  return end;
}

function isList(data: unknown): data is readonly Nested[] {
  return Array.isArray(data);
}

function notNumber(data: unknown, place: readonly number[]): Error {
  if (!isList(data)) return new TypeError(`Cannot make an array: ${at(place)} is ${kindOf(data)}, it must be a number`);
  return new RangeError(`Cannot make an array: ${at(place)} is an array, it must be a number like ${at(place.map(() => 0))}`);
}

function ragged(data: unknown, length: number | undefined, place: readonly number[]): Error {
  const must = `must be an array of length ${length} like ${at(place.map(() => 0))}`;
  if (isList(data)) return new RangeError(`Cannot make an array: ${at(place)} has length ${data.length}, it ${must}`);
  const Kind = typeof data === 'number' ? RangeError : TypeError;
  return new Kind(`Cannot make an array: ${at(place)} is ${kindOf(data)}, it ${must}`);
}

function at(place: readonly number[]): string {
  return place.length === 0 ? 'the data' : place.map((index) => `[${index}]`).join('');
}
