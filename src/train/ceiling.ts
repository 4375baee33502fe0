/** What a device can do at best, measured by two small kernels. Profiles compare the dispatches of a step with it. */
import type { Device } from '../runtime/gpu/device.ts';
import { dispatchTimes } from '../runtime/gpu/dispatchTimes.ts';
import { Program } from '../runtime/gpu/program.ts';
import { roomOf } from '../runtime/gpu/room.ts';
import { VariableStore } from '../runtime/gpu/store.ts';
import { type PlannedDispatch, plan } from '../runtime/graph/plan.ts';
import type { Tensor } from '../runtime/graph/tensor.ts';
import { copyVectors, multiplyAdd } from '../runtime/ops/ceiling.ts';

/** Work per second at best. */
export interface Ceiling {
  /** f32 operations per second, a multiplication and an addition being two. */
  readonly operations: number;
  /** Bytes read and written per second. */
  readonly bytes: number;
}

/** Work that is tried, least first: workgroups of 512 rounds for arithmetic, bytes to be copied for memory. */
const GROUPS = [64, 1024, 16384] as const;
const ROUNDS = 512;
const BYTES = [2 ** 24, 2 ** 26, 2 ** 28] as const;

/** Microseconds that a try must take to be believed; the largest try is believed anyway. */
const ENOUGH = 5000;

/** Runs of each try, of which the fastest counts. */
const RUNS = 5;

const known = new WeakMap<GPUDevice, Promise<Ceiling>>();

/** The ceiling of a device, measured on first use. Needs the feature `timestamp-query`. */
export function ceilingOf(device: Device): Promise<Ceiling> {
  const measured = known.get(device.gpu) ?? measure(device);
  known.set(device.gpu, measured);
  measured.catch(() => known.delete(device.gpu));
  return measured;
}

async function measure(device: Device): Promise<Ceiling> {
  const arithmetic = GROUPS.map((groups) => () => multiplyAdd(groups, ROUNDS));
  const sizes = BYTES.filter((bytes) => bytes <= roomOf(device));
  const copying = sizes.map((bytes) => () => copyVectors(multiplyAdd(bytes / 1024, 1)));
  const operations = await best(device, arithmetic, ({ operations: done }) => done);
  return { operations, bytes: await best(device, copying, ({ bytesRead, bytesWritten }) => bytesRead + bytesWritten) };
}

type Member = PlannedDispatch['members'][number];

/** Work per second of the kernel that makes a tensor, in the first try that takes long enough. */
async function best(device: Device, tries: readonly (() => Tensor)[], work: (member: Member) => number): Promise<number> {
  let rate = 0;
  for (const build of tries) {
    const tensor = build();
    const program = await Program.build(
      device,
      new VariableStore(device),
      plan({ outputs: [tensor], profile: device.profile, placeOf: () => 0 }),
    );
    try {
      program.bind({});
      const microseconds = await fastest(program);
      rate = (work(lastMember(program)) / microseconds) * 1e6;
      if (microseconds >= ENOUGH) return rate;
    } finally {
      program.dispose();
    }
  }
  return rate;
}

/** Microseconds of the program's last kernel, all its parts together. */
async function fastest(program: Program): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let run = 0; run < RUNS; run++) {
    const times = await dispatchTimes(program);
    const parts = times.filter((_, i) => program.plan.dispatches[i]?.members[0]?.label === lastMember(program).label);
    least = Math.min(
      least,
      parts.reduce((sum, time) => sum + time, 0),
    );
  }
  return least;
}

function lastMember({ plan: { dispatches } }: Program): Member {
  return dispatches.at(-1)?.members[0] as Member;
}
