/** Turns a traced graph into an ordered list of dispatches over buffers assigned by lifetime. Next: `gpu/program.ts` replays it. */
import { type EmitContext, type EmittedDispatch, emit } from './emit.ts';
import { fuse } from './fuse.ts';
import { base, usersOf } from './group.ts';
import { type Home, Homes } from './homes.ts';
import { copy, readVariable, type Variable, writtenVariable } from './leaf.ts';
import { lower, topological } from './lower.ts';
import type { Profile } from './profile.ts';
import { type Pack, schedule } from './schedule.ts';
import type { Tensor } from './tensor.ts';
import type { Transients } from './transients.ts';
import { type Member, memberOf, secondsOf } from './work.ts';

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
  /** What runs side by side in it; of a dispatch that is split, each part names the whole. */
  readonly members: readonly Member[];
  /** The part of the members' work that it does: 1 unless the dispatch is split. */
  readonly fraction: number;
  /** Bytes of the activations and gradients that live while it runs. */
  readonly liveBytes: number;
}

/** An ordered list of dispatches. `toString()` is one line per dispatch, stable enough to be compared as text. */
export class Plan {
  readonly dispatches: readonly PlannedDispatch[];
  /** Bytes of each transient buffer. */
  readonly transients: readonly number[];
  /** The activation or gradient that needs most memory, where there is one. */
  readonly largest: Tensor | undefined;
  private readonly placed: Transients;
  private readonly homeOf: (tensor: Tensor) => Home | undefined;

  /** `homeOf`: where a tensor of the request lies. */
  constructor(dispatches: readonly PlannedDispatch[], placed: Transients, homeOf: (tensor: Tensor) => Home | undefined) {
    this.dispatches = dispatches;
    this.transients = placed.sizes;
    this.largest = placed.largest;
    this.placed = placed;
    this.homeOf = homeOf;
  }

  /** The buffer that holds an output after a run and its first byte there, or the variable it is. Throws RangeError for a tensor that was fused away or overwritten. */
  find(tensor: Tensor): { buffer: string; first: number; variable?: Variable } {
    const home = this.homeOf(tensor);
    if (!home) throw new RangeError(`Cannot read ${tensor.node.op.name}: it is a constant, only computed tensors can be read`);
    if (home.kind !== 'transient') return { buffer: home.buffer, first: 0, variable: home.kind === 'variable' ? home.variable : undefined };
    const { lasting, placeOf } = this.placed;
    const place = lasting.has(home.buffer) && placeOf.get(home.buffer);
    if (!place) throw new RangeError(`Cannot read ${tensor.node.op.name}: it is gone after the run, plan with keep: [tensor]`);
    return { buffer: `slot:${place.slot}`, first: place.first };
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
  const order = topological(roots.map(lowered));
  const kept = new Set(readable.map((tensor) => base(lowered(tensor))));
  const homes = new Homes(usersOf(order), kept);
  const grouping = fuse(order, profile, homes);
  homes.settle(grouping.groups);
  const { packs, transients } = schedule(grouping, homes, kept, profile);
  const context = { homes, transients, profile, placeOf };
  const dispatches = packs.flatMap((pack, step) => dispatchesOf(pack, context, transients.live[step] ?? 0));
  return new Plan(dispatches, transients, (tensor) => homes.homeOf(lowered(lasting.get(tensor) ?? tensor)));
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

/** One dispatch, or the parts of one that would run too long. */
function dispatchesOf(pack: Pack, context: EmitContext, liveBytes: number): readonly PlannedDispatch[] {
  const members = pack.map((group) => memberOf(group, context.homes));
  const seconds = members.reduce((sum, member) => sum + secondsOf(member, context.profile.slowest), 0);
  const parts = emit(pack, context, seconds);
  const workgroups = parts.reduce((sum, { grid }) => sum + grid[0] * grid[1], 0);
  const label = members.map((member) => member.label).join(' & ');
  return parts.map((part, i) => ({
    ...part,
    label: parts.length > 1 ? `${label} (${i + 1} of ${parts.length})` : label,
    members,
    fraction: (part.grid[0] * part.grid[1]) / workgroups,
    liveBytes,
  }));
}
