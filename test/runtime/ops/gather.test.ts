/** Gathering of batches from resident data and of rows from tables. */
import { describe, expect, it } from 'vitest';
import { Program } from '../../../src/runtime/gpu/program.ts';
import { VariableStore } from '../../../src/runtime/gpu/store.ts';
import { placeholder, Variable } from '../../../src/runtime/graph/leaf.ts';
import { plan } from '../../../src/runtime/graph/plan.ts';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import { add, multiply } from '../../../src/runtime/ops/elementwise.ts';
import { gatherBatch, gatherRows } from '../../../src/runtime/ops/gather.ts';
import { checkOp } from '../../support/checkOp.ts';
import { PROFILES, readOutputs, testDevice, upload } from '../../support/gpu.ts';

const ORDER = [4, 2, 0, 5, 1, 3];
const ROWS = ORDER.length;

/** Rows ORDER[offset], … of data with `row` values each, gathered from f32 or bytes and then scaled by `scale`. */
async function gathered(
  dtype: 'f32' | 'u8',
  row: number,
  offset: number,
  size: number,
  profile: Profile,
  scale = 1,
): Promise<Float32Array> {
  const device = await testDevice(profile);
  const store = new VariableStore(device);
  const start = new Variable('offset', [], { dtype: 'u32', slab: 'state' });
  store.add(start, () => Uint32Array.of(offset));
  const batch = gatherBatch(placeholder('x', [0, row], dtype), placeholder('order', [0], 'u32'), start, size);
  const y = scale === 1 ? batch : multiply(batch, scale);
  const program = await Program.build(device, store, plan({ outputs: [y], profile, placeOf: store.placeOf }));
  const x = upload(device, 'x', dtype === 'u8' ? paddedBytes(row) : Float32Array.from({ length: ROWS * row }, (_, i) => datum(i)));
  const order = upload(device, 'order', Uint32Array.from(ORDER));
  program.bind({ x, order });
  program.run();
  const [values] = await readOutputs(program, [y]);
  program.dispose();
  store.dispose();
  for (const buffer of [x, order]) device.freeBuffer(buffer);
  return values as Float32Array;
}

const datum = (i: number) => (i * 37) % 256;

/** Rows of bytes, each padded to whole words. */
function paddedBytes(row: number): Uint8Array<ArrayBuffer> {
  const stride = Math.ceil(row / 4) * 4;
  const bytes = new Uint8Array(ROWS * stride).fill(255);
  for (let i = 0; i < ROWS * row; i++) bytes[Math.floor(i / row) * stride + (i % row)] = datum(i);
  return bytes;
}

function expected(row: number, offset: number, size: number): number[] {
  return ORDER.slice(offset, offset + size).flatMap((at) => Array.from({ length: row }, (_, j) => datum(at * row + j)));
}

describe('gatherBatch()', () => {
  for (const [name, profile] of Object.entries(PROFILES)) {
    for (const dtype of ['f32', 'u8'] as const) {
      it(`gathers rows of 784, 3 and 5 values from ${dtype} (${name})`, async () => {
        for (const row of [784, 3, 5]) {
          expect(Array.from(await gathered(dtype, row, 1, 4, profile))).toEqual(expected(row, 1, 4));
        }
      });
    }
  }

  it('reads the last rows of the order, one by one', async () => {
    expect(Array.from(await gathered('u8', 5, 5, 1, PROFILES.software))).toEqual(expected(5, 5, 1));
  });

  it('runs what follows in its epilogue', async () => {
    for (const row of [3, 4]) {
      const values = await gathered('u8', row, 0, 6, PROFILES.software, 2);
      expect(Array.from(values)).toEqual(expected(row, 0, 6).map((value) => 2 * value));
    }
  });

  it('keeps the shape of a sample', () => {
    const batch = gatherBatch(
      placeholder('x', [0, 28, 28, 1], 'u8'),
      placeholder('order', [0], 'u32'),
      placeholder('offset', [], 'u32'),
      32,
    );
    expect([batch.shape, batch.dtype]).toEqual([[32, 28, 28, 1], 'f32']);
  });
});

describe('gatherRows()', () => {
  const ids = [2, 0, 2, 1, 2, 3];

  it('takes rows by number and adds the gradients of repeated ones', async () => {
    for (const row of [1, 3, 4]) {
      const oracle = (x: Float64Array) => ids.flatMap((id) => Array.from(x.slice(id * row, (id + 1) * row)));
      const value = (i: number, j: number) => (j ? (ids[i] as number) : Math.sin(1.7 * i));
      await checkOp((x, y) => gatherRows(x, y), { oracle, shapes: [[5, row], [6]], value, differentiate: [0] });
    }
  });

  it('clamps numbers outside of the table', async () => {
    const numbers = [-1, 7];
    const value = (i: number, j: number) => (j ? (numbers[i] as number) : i + 1);
    const oracle = (x: Float64Array) => [x[0] as number, x[1] as number, x[4] as number, x[5] as number];
    await checkOp((x, y) => gatherRows(x, y), { oracle, shapes: [[3, 2], [2]], value, differentiate: [0] });
  });

  it('keeps leading axes of the numbers and trailing axes of the rows', () => {
    expect(gatherRows(placeholder('x', [9, 2, 3]), placeholder('ids', [4, 5])).shape).toEqual([4, 5, 2, 3]);
  });

  it('takes a table made by other ops', async () => {
    const oracle = (x: Float64Array) => ids.map((id) => (x[id] as number) + 1);
    const value = (i: number, j: number) => (j ? (ids[i] as number) : Math.sin(i));
    await checkOp((x, y) => gatherRows(add(x, 1), y), { oracle, shapes: [[4], [6]], value, differentiate: [0] });
  });
});
