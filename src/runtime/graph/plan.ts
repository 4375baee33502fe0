/** Turns a traced graph into an ordered list of dispatches over buffers assigned by lifetime. Next: `gpu/program.ts` replays it. */
import { describe, type EmittedDispatch, emit } from './emit.ts';
import { fuse } from './fuse.ts';
import { base, usersOf } from './group.ts';
import { type Home, Homes } from './homes.ts';
import { constantValue, copy, readVariable, type Variable, writtenVariable } from './leaf.ts';
import { lower, topological } from './lower.ts';
import type { Profile } from './profile.ts';
import { assignTransients, type Pack, schedule } from './schedule.ts';
import type { Tensor } from './tensor.ts';

/** What a program computes. */
export interface PlanRequest {
  /** Tensors that can be read after a run. */
  readonly outputs: readonly Tensor[];
  /** Assignments of the trace. */
  readonly writes?: readonly Tensor[];
  /** Tensors kept readable for debugging: they are outputs, and so are not fused away. */
  readonly keep?: readonly Tensor[];
  readonly profile: Profile;
  /** First element of a variable in its slab. */
  readonly placeOf: (variable: Variable) => number;
}

/** One dispatch of a plan. */
export interface PlannedDispatch extends EmittedDispatch {
  /** Which layers and ops it computes. */
  readonly label: string;
}

/** An ordered list of dispatches. `toString()` is one line per dispatch, stable enough to be compared as text. */
export class Plan {
  readonly dispatches: readonly PlannedDispatch[];
  /** Bytes of each transient buffer. */
  readonly transients: readonly number[];
  private readonly homes: (tensor: Tensor) => Home | undefined;
  private readonly slotOf: ReadonlyMap<string, number>;
  private readonly resolve: (tensor: Tensor) => Tensor;

  constructor(
    dispatches: readonly PlannedDispatch[],
    transients: readonly number[],
    slotOf: ReadonlyMap<string, number>,
    homes: (tensor: Tensor) => Home | undefined,
    resolve: (tensor: Tensor) => Tensor,
  ) {
    this.dispatches = dispatches;
    this.transients = transients;
    this.slotOf = slotOf;
    this.homes = homes;
    this.resolve = resolve;
  }

  /** The buffer that holds an output after a run, and for a variable which one. Throws RangeError for a tensor that was fused away or overwritten. */
  find(tensor: Tensor): { buffer: string; variable?: Variable } {
    const home = this.homes(this.resolve(tensor));
    if (!home) throw new RangeError(`Cannot read ${tensor.node.op.name}: it is a constant, only computed tensors can be read`);
    if (home.kind !== 'transient') return { buffer: home.buffer, variable: home.kind === 'variable' ? home.variable : undefined };
    const slot = this.slotOf.get(home.buffer);
    if (slot === undefined) throw new RangeError(`Cannot read ${tensor.node.op.name}: it is gone after the run, plan with keep: [tensor]`);
    return { buffer: `slot:${slot}` };
  }

  toString(): string {
    const rows = this.dispatches.map(({ label, grid, bindings }, i) => {
      const bound = bindings.map(({ buffer, access }) => (access === 'read' ? buffer : `${buffer}*`)).join(' ');
      return `${i} ${label} | ${grid[0] * grid[1]} groups | ${bound}`;
    });
    const bytes = this.transients.reduce((sum, size) => sum + size, 0);
    return [...rows, `${this.dispatches.length} dispatches, ${this.transients.length} transient buffers, ${bytes} bytes`].join('\n');
  }
}

/** Plans the graph that ends in the request's tensors. */
export function plan(request: PlanRequest): Plan {
  const { profile, placeOf } = request;
  const lasting = lastingOf(request);
  const readable = [...lasting.values()];
  const roots = [...readable, ...(request.writes ?? [])];
  const lowered = lower(roots, profile);
  const resolve = (tensor: Tensor) => lowered(lasting.get(tensor) ?? tensor);
  const order = topological(roots.map(lowered));
  const kept = new Set(readable.map((tensor) => base(lowered(tensor))));
  const homes = new Homes(usersOf(order), kept);
  const grouping = fuse(order, profile, homes);
  homes.settle(grouping.groups);
  const packs = schedule(grouping, homes);
  const transients = assignTransients(packs, homes, kept);
  const dispatches = packs.map((pack) => ({ label: labelOf(pack), ...emit(pack, { homes, transients, profile, placeOf }) }));
  const find = (tensor: Tensor) => (constantValue(base(tensor)) === undefined ? homes.homeOf(tensor) : undefined);
  const keptBuffers = new Set([...kept].map((tensor) => homes.homeOf(tensor)?.buffer));
  const readableSlots = new Map([...transients.slotOf].filter(([buffer]) => keptBuffers.has(buffer)));
  return new Plan(dispatches, transients.sizes, readableSlots, find, resolve);
}

/** The tensors to be read after a run; the old value of a variable that the run overwrites by way of a copy. */
function lastingOf({ outputs, keep = [], writes = [] }: PlanRequest): ReadonlyMap<Tensor, Tensor> {
  const written = new Set(writes.map(writtenVariable));
  const overwritten = (tensor: Tensor) => {
    const variable = readVariable(base(tensor));
    return variable !== undefined && written.has(variable);
  };
  return new Map([...outputs, ...keep].map((tensor) => [tensor, overwritten(tensor) ? copy(tensor) : tensor]));
}

function labelOf(pack: Pack): string {
  return pack.map(describe).join(' & ');
}
