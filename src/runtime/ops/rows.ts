/** Kernels that work row by row: an invocation owns a row, or those of a workgroup together. It lies in a buffer or is a small product that they compute themselves. */
import alone from '../../shaders/rows/alone.wgsl?raw';
import lanes from '../../shaders/rows/lanes.wgsl?raw';
import product from '../../shaders/rows/product.wgsl?raw';
import storedRows from '../../shaders/rows/stored.wgsl?raw';
import weightPart from '../../shaders/rows/weightPart.wgsl?raw';
import weightRows from '../../shaders/rows/weightRows.wgsl?raw';
import weightRowsBroadcast from '../../shaders/rows/weightRowsBroadcast.wgsl?raw';
import { base } from '../graph/group.ts';
import type { Kernel, Op } from '../graph/op.ts';
import { type Profile, SUBGROUPS, WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply, type Node, type Shape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { declared } from './product.ts';

/** Attributes of an op whose first input is a matrix [rows, columns], or whose first three are x [rows, inner], weight and bias of a product. */
export interface Rows {
  readonly rows: number;
  readonly columns: number;
  /** Terms of the sums of the product; absent: the rows are stored. */
  readonly inner?: number;
  /** Elements from one stored row to the next; absent: as many as columns. */
  readonly pitch?: number;
}

/** A shape as rows of its last axis. */
export function rowsOf(shape: Shape): Rows {
  return { rows: sizeOf(shape.slice(0, -1)), columns: shape.at(-1) ?? 1 };
}

/** What a row kernel adds to the rows it works on. */
export interface RowWork {
  /** Steps of the opening after the rows themselves. */
  readonly opening?: readonly (readonly string[])[];
  readonly sources: readonly string[];
  /** Names of the inputs after the rows. */
  readonly inputs?: readonly string[];
  readonly knobs?: Record<string, string | number>;
  /** Operations per entry of a row. */
  readonly operations: number;
}

/** Columns from which on a GPU's workgroup owns a row: one invocation would be long about it, and no limit of time could split it. */
const SHARED_COLUMNS = WORKGROUP_SIZE;

/** A kernel whose invocations own one row each, or where rows are long on a GPU, whose workgroups do. */
export function rowKernel({ rows, columns, inner, pitch = columns }: Rows, work: RowWork, { name }: Profile): Kernel {
  const { opening = [], sources, inputs = [], knobs, operations } = work;
  const broadcast = name === 'software';
  const ownedByGroups = name === 'gpu' && columns >= SHARED_COLUMNS;
  const stepsOfRow = inner ? [product, weightPart, broadcast ? weightRowsBroadcast : weightRows] : [storedRows];
  const own = [...stepsOfRow, ownedByGroups ? lanes : alone];
  return {
    opening: [own, ...opening],
    sources,
    knobs: declared({ ROWS: rows, COLUMNS: columns, PITCH: pitch, INNER: inner ?? 0, ...knobs }, [...own, ...opening.flat(), ...sources]),
    inputs: [...(inner ? ['x', 'weight', 'bias'] : ['x']), ...inputs],
    outputs: [],
    width: 1,
    ownedByGroups,
    workgroups: ownedByGroups ? rows : Math.ceil(rows / WORKGROUP_SIZE),
    directives: broadcast && inner !== undefined ? SUBGROUPS : undefined,
    operations: rows * columns * (operations + 2 * (inner ?? 0)),
  };
}

/** `onFilledRows` of an op on rows. */
export function withPitch<A extends Rows>(
  op: Op<A>,
  { inputs: [x, ...others], attributes }: Node<A>,
  fill: (x: Tensor) => Tensor,
): readonly Tensor[] {
  const rows = fill(x as Tensor);
  return apply(op, [rows, ...others], { ...attributes, pitch: rows.shape.at(-1) as number });
}

/** Columns that the kernels of a small product can hold, and multiplications up to which each kernel does them anew rather than wait for them. */
const MOST_COLUMNS = 16;
const MOST_MULTIPLICATIONS = 2 ** 17;

/**
 * The same on software adapters where rows are short: there steps of the MLP with 128 to 512 rows take 0.95 to 1.02 of the time with one or two dispatches less.
 * On an H100 a row's sums take an invocation about 20 µs one after the other, which is as long as three dispatches.
 */
const SOFTWARE = { mostInRow: 2 ** 12, mostMultiplications: 2 ** 20 };

/** `lower` of an op on rows: those of a small product are computed by the op's kernel, which need not wait for them then. */
export function lowerRows<A extends Rows>(
  op: Op<A>,
  { inputs: [x, ...others], attributes }: Node<A>,
  profile: Profile,
): readonly Tensor[] | undefined {
  const { rows, columns, inner } = attributes;
  const { node } = base(x as Tensor);
  const found = inner ? undefined : node.op.affine?.(node);
  if (!found?.bias || columns > MOST_COLUMNS || found.weight.shape[1] !== columns) return undefined;
  const terms = found.weight.shape[0] as number;
  if (terms % 4 || !isSmall(rows, columns * terms, profile)) return undefined;
  return apply(op, [found.x, found.weight, found.bias, ...others], { ...attributes, inner: terms });
}

function isSmall(rows: number, inRow: number, { name }: Profile): boolean {
  if (rows * inRow <= MOST_MULTIPLICATIONS) return true;
  return name === 'software' && inRow <= SOFTWARE.mostInRow && rows * inRow <= SOFTWARE.mostMultiplications;
}
