/** The result of `profile()`: work and time of a step by dispatch, layer and op, and its tables. Measured by `profile.ts`. */
import type { PlannedDispatch } from '../runtime/graph/plan.ts';
import type { Ceiling } from './ceiling.ts';
import { textTable } from './textTable.ts';

/** Work of a part of the step. What needs the GPU's clock is `undefined` without it. */
export interface ProfileRow {
  /** A dispatch's label, a layer's path, or an op's name. */
  readonly name: string;
  /** f32 operations, a multiplication and an addition being two. */
  readonly operations: number;
  /** Bytes read and written, each tensor once per kernel. */
  readonly bytes: number;
  /** GPU time. Groups that share a dispatch share its time as their least possible times are to each other. */
  readonly microseconds: number | undefined;
  /** Least possible time at the device's ceiling, by that time: 1 is as fast as the device goes. */
  readonly share: number | undefined;
}

/** A dispatch, with the kernels that run side by side in it. */
export interface DispatchProfile extends ProfileRow {
  readonly members: readonly ProfileRow[];
}

/** Where the time of a training step goes. `toString()` gives tables. */
export interface StepProfile {
  /** Adapter in words. */
  readonly device: string;
  /** Rows of the step. */
  readonly batchSize: number;
  readonly dispatches: readonly DispatchProfile[];
  /** By the layer's path, the longest first; '' is what belongs to no layer. */
  readonly layers: readonly ProfileRow[];
  /** By the op whose kernel it is, the longest first. */
  readonly ops: readonly ProfileRow[];
  /** GPU time of all dispatches; `undefined` for a device without `timestamp-query`. */
  readonly gpuMicroseconds: number | undefined;
  /** From the first submit until the GPU is done, by the number of steps. */
  readonly wallMicroseconds: number;
  /** JavaScript's time to encode and submit one step. */
  readonly scriptMicroseconds: number;
  /** What the device does at best per second, measured; `undefined` without `timestamp-query`. */
  readonly ceiling: Ceiling | undefined;
  toString(): string;
}

/** What was measured: times in microseconds, one per dispatch. */
export interface Measurement {
  readonly device: string;
  readonly batchSize: number;
  readonly dispatches: readonly PlannedDispatch[];
  readonly ceiling: Ceiling | undefined;
  readonly times: readonly number[] | undefined;
  readonly wall: number;
  readonly script: number;
}

/** Orders what was measured by dispatch, layer and op. */
export function stepProfile({ device, batchSize, dispatches, ceiling, times, wall, script }: Measurement): StepProfile {
  const parts = dispatches.flatMap((dispatch, i) => partsOf(dispatch, ceiling, times?.[i]));
  const rows = dispatches.map((dispatch, i): DispatchProfile => {
    const members = partsOf(dispatch, ceiling, times?.[i]).map(({ row }) => row);
    return { ...together(dispatch.label, members, ceiling), microseconds: times?.[i], members };
  });
  const profile = {
    device,
    batchSize,
    dispatches: rows,
    layers: grouped(parts, ({ scope }) => scope, ceiling),
    ops: grouped(parts, ({ op }) => op, ceiling),
    gpuMicroseconds: times?.reduce((sum, time) => sum + time, 0),
    wallMicroseconds: wall,
    scriptMicroseconds: script,
    ceiling,
  };
  return { ...profile, toString: () => tables(profile) };
}

interface Part {
  readonly scope: string;
  readonly op: string;
  readonly row: ProfileRow;
}

/** The members of a dispatch with their shares of its time: those of a part of a split dispatch do as much of their work as the part does. */
function partsOf({ members, fraction }: PlannedDispatch, ceiling: Ceiling | undefined, time: number | undefined): readonly Part[] {
  const work = members.map((member) => ({
    ...member,
    operations: member.operations * fraction,
    bytes: (member.bytesRead + member.bytesWritten) * fraction,
  }));
  const least = work.map((member) => leastTime(member, ceiling) ?? 0);
  const all = least.reduce((sum, each) => sum + each, 0);
  return work.map(({ scope, op, label, operations, bytes }, i) => {
    const part = all ? (least[i] ?? 0) / all : 1 / members.length;
    const microseconds = time === undefined ? undefined : time * part;
    return {
      scope,
      op,
      row: { name: label, operations, bytes, microseconds, share: shareOf({ operations, bytes }, ceiling, microseconds) },
    };
  });
}

type Amount = Pick<ProfileRow, 'operations' | 'bytes'>;

/** Microseconds at the ceiling: arithmetic and memory work at the same time. */
function leastTime({ operations, bytes }: Amount, ceiling: Ceiling | undefined): number | undefined {
  return ceiling && Math.max(operations / ceiling.operations, bytes / ceiling.bytes) * 1e6;
}

function shareOf(amount: Amount, ceiling: Ceiling | undefined, microseconds: number | undefined): number | undefined {
  const least = leastTime(amount, ceiling);
  return least === undefined || !microseconds ? undefined : least / microseconds;
}

function grouped(parts: readonly Part[], keyOf: (part: Part) => string, ceiling: Ceiling | undefined): readonly ProfileRow[] {
  const keys = [...new Set(parts.map(keyOf))];
  const rows = keys.map((key) =>
    together(
      key,
      parts.filter((part) => keyOf(part) === key).map(({ row }) => row),
      ceiling,
    ),
  );
  return rows.sort((a, b) => (b.microseconds ?? b.bytes) - (a.microseconds ?? a.bytes));
}

function together(name: string, rows: readonly ProfileRow[], ceiling: Ceiling | undefined): ProfileRow {
  const sum = (value: (row: ProfileRow) => number) => rows.reduce((total, row) => total + value(row), 0);
  const amount = { operations: sum(({ operations }) => operations), bytes: sum(({ bytes }) => bytes) };
  const microseconds = rows.some((row) => row.microseconds === undefined) ? undefined : sum((row) => row.microseconds ?? 0);
  return { name, ...amount, microseconds, share: shareOf(amount, ceiling, microseconds) };
}

function tables(profile: Omit<StepProfile, 'toString'>): string {
  const { dispatches, layers, ops } = profile;
  const lines = [
    ...table('Dispatch', dispatches),
    ...table(
      'Layer',
      layers.map((row) => ({ ...row, name: row.name || '(none)' })),
    ),
    ...table('Kernel', ops),
  ];
  return [...lines, ...summary(profile)].join('\n');
}

/** Characters of a line of names. */
const WIDTH = 60;

/** A kernel of many fused ops, which is broken before some of them. */
const LONG_WORD = new RegExp(`\\S{${WIDTH + 1},}`, 'g');

function table(header: string, rows: readonly ProfileRow[]): readonly string[] {
  const numbers = ['us', 'MFLOP', 'MB', '% ceiling'].map((title) => ({ header: title, width: 10, align: 'right' }) as const);
  const shown = (value: number | undefined, digits: number) => (value === undefined ? '-' : value.toFixed(digits));
  return textTable(
    [{ header, width: WIDTH, align: 'left' }, ...numbers],
    rows.map(({ name, microseconds, operations, bytes, share }) => [
      name.replace(LONG_WORD, (word) => word.replaceAll('+', ' +')),
      shown(microseconds, 1),
      shown(operations / 1e6, 3),
      shown(bytes / 1e6, 3),
      shown(share && share * 100, 1),
    ]),
  );
}

function summary({ device, batchSize, gpuMicroseconds, wallMicroseconds, scriptMicroseconds, ceiling }: Omit<StepProfile, 'toString'>) {
  const times = `${wallMicroseconds.toFixed(1)} us in all, of which JavaScript ${scriptMicroseconds.toFixed(1)} us`;
  const step = `One step of ${batchSize} rows on ${device}: ${times}.`;
  if (gpuMicroseconds === undefined || !ceiling) {
    return [step, 'This device has no timestamp-query, so there is no time by dispatch; another browser or adapter may have it.'];
  }
  const best = `${(ceiling.operations / 1e9).toFixed(1)} GFLOP/s, ${(ceiling.bytes / 1e9).toFixed(1)} GB/s`;
  return [step, `On the GPU: ${gpuMicroseconds.toFixed(1)} us. The device's ceiling, measured: ${best}.`];
}
