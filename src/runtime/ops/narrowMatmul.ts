/** Weight gradients of few columns and short sums, such as a classifier's last layer has: made by `matmul.ts` where they pay. */
import source from '../../shaders/matmul/narrow.wgsl?raw';
import type { Op } from '../graph/op.ts';
import { WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply1, type Tensor } from '../graph/tensor.ts';

/** Rows of C, and those that a has. */
interface Sizes {
  readonly m: number;
  readonly pitch: number;
  readonly n: number;
  readonly k: number;
}

const narrowOp: Op<Sizes> = {
  name: 'narrowMatmul',
  infer: (_, { m, n }) => [{ shape: [m, n], dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ attributes: { m, pitch, n, k } }) => ({
      sources: [source],
      knobs: { M: m, PITCH: pitch, N: n, K: k },
      inputs: ['a', 'b'],
      outputs: [],
      width: 4,
      once: true,
      workgroups: Math.ceil((m * n) / 4 / WORKGROUP_SIZE),
      operations: 2 * m * n * k,
    }),
  },
};

/** Columns and terms up to which tiles, mostly empty, and a pass of its own for what works on vectors would cost more. */
const MOST_COLUMNS = 16;
const MOST_TERMS = 64;

/** aᵀ b of a [k, m] and b [k, n] → [rows, n], with four neighbours at once though n is no multiple of 4; `undefined` where tiles are better. */
export function narrowMatmul(a: Tensor, b: Tensor, rows?: number): Tensor | undefined {
  const [k, pitch] = a.shape as [number, number];
  const m = rows ?? pitch;
  const n = b.shape[1] as number;
  const pays = a.shape.length === 2 && b.shape.length === 2 && pitch % 4 === 0 && n % 4 !== 0 && n <= MOST_COLUMNS && k <= MOST_TERMS;
  return pays ? apply1(narrowOp, [a, b], { m, pitch, n, k }) : undefined;
}
