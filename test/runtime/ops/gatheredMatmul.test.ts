/** Products of gathered batches, in both layouts, against an f64 oracle: those by rows load the batch themselves. */
import { describe, expect, it } from 'vitest';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { placeholder, Variable } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { multiply } from '../../../src/runtime/ops/elementwise.ts';
import { gatherBatch } from '../../../src/runtime/ops/gather.ts';
import { matmul } from '../../../src/runtime/ops/matmul.ts';
import { reshape } from '../../../src/runtime/ops/reshape.ts';
import { close } from '../../support/checkOp.ts';
import { PROFILES, readOutputs, testDevice, upload } from '../../support/gpu.ts';

const ORDER = [11, 2, 7, 0, 5, 1, 3, 10, 4, 6, 9, 8];
const OFFSET = 1;
const datum = (i: number) => (i * 37) % 256;
const factor = (i: number) => Math.sin(1.3 * i + 0.2);

interface Case {
  readonly dtype: 'u8' | 'f32';
  readonly batch: number;
  readonly row: number;
  readonly n: number;
  readonly transposed: boolean;
}

/** The product, and the plan that made it. */
async function run(what: Case, profile: Profile): Promise<{ product: Float32Array; text: string }> {
  const device = await testDevice(profile);
  const store = new VariableStore(device);
  const offset = new Variable('offset', [], { dtype: 'u32', slab: 'state' });
  store.add(offset, () => Uint32Array.of(OFFSET));
  const product = productOf(what, offset);
  const planned = plan({ outputs: [product], profile, placeOf: store.placeOf });
  const program = await Program.build(device, store, planned);
  const size = ORDER.length * what.row;
  const x = upload(
    device,
    'x',
    what.dtype === 'u8' ? Uint8Array.from({ length: size }, (_, i) => datum(i)) : Float32Array.from({ length: size }, (_, i) => datum(i)),
  );
  const order = upload(device, 'order', Uint32Array.from(ORDER));
  const b = upload(
    device,
    'b',
    Float32Array.from({ length: inner(what) * what.n }, (_, i) => factor(i)),
  );
  program.bind({ x, order, b });
  program.run();
  const [values] = await readOutputs(program, [product]);
  program.dispose();
  store.dispose();
  for (const buffer of [x, order, b]) device.freeBuffer(buffer);
  return { product: values as Float32Array, text: planned.toString() };
}

function productOf({ dtype, batch, row, n, transposed }: Case, offset: Variable): Tensor {
  const rows = gatherBatch(placeholder('x', [0, row / 4, 4], dtype), placeholder('order', [0], 'u32'), offset, batch);
  const scaled = multiply(reshape(rows, [batch, row]), 1 / 255);
  return matmul(scaled, placeholder('b', [transposed ? batch : row, n]), { transposeA: transposed });
}

function inner({ batch, row, transposed }: Case): number {
  return transposed ? batch : row;
}

function oracle({ batch, row, n, transposed }: Case): number[] {
  const a = (r: number, j: number) => datum((ORDER[OFFSET + r] as number) * row + j) / 255;
  const m = transposed ? row : batch;
  const k = transposed ? batch : row;
  const element = (i: number, j: number) => {
    let sum = 0;
    for (let l = 0; l < k; l++) sum += (transposed ? a(l, i) : a(i, l)) * factor(l * n + j);
    return sum;
  };
  return Array.from({ length: m * n }, (_, i) => element(Math.floor(i / n), i % n));
}

describe('matmul() of a gathered batch', () => {
  for (const [name, profile] of Object.entries(PROFILES)) {
    for (const transposed of [false, true]) {
      it(`${transposed ? 'reads the written batch' : 'loads the rows itself'} (${name})`, async () => {
        for (const [dtype, batch, row, n] of [
          ['u8', 8, 16, 16],
          ['u8', 5, 12, 10],
          ['f32', 11, 20, 8],
        ] as const) {
          const what = { dtype, batch, row, n, transposed };
          const { product, text } = await run(what, { ...profile, gatheredRows: 64 });
          expect(text).toContain(transposed ? '2 dispatches' : '1 dispatches');
          expect(text.includes('gatherBatch')).toBe(transposed);
          close(product, oracle(what), [1e-5, 1e-5], `${name} ${dtype} ${batch}x${row}x${n}`);
        }
      });
    }
  }

  it('gathers first where a dispatch costs little', async () => {
    const { text } = await run({ dtype: 'u8', batch: 8, row: 16, n: 16, transposed: false }, { ...PROFILES.gpu, gatheredRows: 0 });
    expect(text).toContain('2 dispatches');
  });

  it('gathers first where a row is no whole number of vectors', async () => {
    const offset = new Variable('offset', [], { dtype: 'u32', slab: 'state' });
    const rows = gatherBatch(placeholder('x', [0, 6], 'u8'), placeholder('order', [0], 'u32'), offset, 4);
    const planned = plan({ outputs: [matmul(rows, placeholder('b', [6, 4]))], profile: PROFILES.gpu, placeOf: () => 0 });
    expect(planned.toString()).toContain('gatherBatch');
  });
});
