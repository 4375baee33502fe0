/** Writes the WGSL module of a dispatch: the kernels of its groups side by side, each under its own names. Next: `plan.ts`. */
import { chainBody, chainSources, chainType, chainWidth, type Located, valueName } from './chain.ts';
import { type Group, nodesOf } from './group.ts';
import type { Homes } from './homes.ts';
import type { Variable } from './leaf.ts';
import { Openings, type Part } from './openings.ts';
import { type Profile, WORKGROUP_SIZE } from './profile.ts';
import { remembered } from './remembered.ts';
import type { Pack } from './schedule.ts';
import { type Declaration, declarations, joinFor, renamed } from './shader.ts';
import { type Range, split } from './split.ts';
import { type Tails, tailsOf } from './tails.ts';
import { showShape, type Tensor } from './tensor.ts';
import type { Transients } from './transients.ts';
import { mainBindings } from './views.ts';
import { besideOthers, walked } from './walk.ts';

/** One binding of a dispatch. */
export interface BindingSpec {
  readonly name: string;
  /** `slab:…`, `in:…` or `slot:n`. */
  readonly buffer: string;
  access: 'read' | 'read_write';
  readonly type: string;
}

/** A dispatch ready to be compiled. */
export interface EmittedDispatch extends Range {
  /** Dispatches of one kernel have one text; it asks for their first workgroup by a uniform binding after `bindings`. */
  readonly code: string;
  readonly bindings: readonly BindingSpec[];
}

/** What emission needs to know of the plan. */
export interface EmitContext {
  readonly homes: Homes;
  readonly transients: Transients;
  readonly profile: Profile;
  /** First element of a variable in its slab. */
  readonly placeOf: (variable: Variable) => number;
}

/** The WGSL and bindings of a pack, which takes `seconds` where time is limited: one dispatch, or several that it is split into. */
export function emit(pack: Pack, context: EmitContext, seconds: number): readonly EmittedDispatch[] {
  const bindings = new Bindings(context);
  const tails = tailsOf(endingOnce(pack, context), context.homes, (...tensor) => bindings.chain(...tensor));
  const parts = partsOf(pack, { ...context, bindings, tails });
  const total = parts.reduce((sum, part) => sum + part.workgroups, 0);
  const ranges = split(total, seconds, context.profile.longestDispatch);
  const first = ranges.length > 1 ? `@group(0) @binding(${bindings.list.length}) var<uniform> ${FIRST_GROUP}: u32;` : '';
  const directives = [...new Set(pack.flatMap(({ kernel }) => kernel?.directives ?? []))].join('\n');
  const main = entry(parts, tails.ends, (ranges[0] as Range).grid[0], ranges.length > 1);
  const memory = [...new Set(parts.flatMap((part) => part.memory))].join('\n');
  const code = [directives, bindings.text(), first, memory, ...[...parts, ...tails.ends].map((part) => part.text), main]
    .filter(Boolean)
    .join('\n\n');
  return ranges.map((range) => ({ code: `${code}\n`, bindings: bindings.list, ...range }));
}

/** No kernel has a name like it. */
const FIRST_GROUP = 'firstGroupOfDispatch';

interface DispatchContext extends EmitContext {
  readonly bindings: Bindings;
  readonly tails: Tails;
}

/** Groups whose invocations end with one element each, at most. */
function endingOnce(pack: Pack, { homes, profile }: EmitContext): readonly Group[] {
  return pack.filter((group) => {
    const width = chainWidth(group, homes);
    const workgroups = workgroupsOf(group, width, profile);
    const ends = group.main ? group.kernel?.once : group.size <= workgroups * WORKGROUP_SIZE * width;
    return ends && workgroups === besideOthers(workgroups, profile);
  });
}

function partsOf(pack: Pack, context: DispatchContext): readonly Part[] {
  const openings = new Openings();
  const own = pack.map((group, i) => emitGroup(group, pack.length > 1 ? `k${i}_` : '', openings, context));
  const parts = [...own, ...openings.parts()];
  return pack.length > 1 ? parts.map((part) => walked(part, besideOthers(part.workgroups, context.profile))) : parts;
}

function emitGroup(group: Group, prefix: string, openings: Openings, { bindings, tails, homes, profile }: DispatchContext): Part {
  const width = chainWidth(group, homes);
  const handOver = tails.handOvers.get(group);
  const body = handOver ?? chainBody(group, homes, (tensor, written) => bindings.chain(tensor, width, written, group));
  const joined = joinGroup(handOver ? { ...group, nodes: [] } : group, width);
  const renames = bindMain(group, bindings);
  const { opening = [], ownedByGroups = false } = group.kernel ?? {};
  const { memory, steps, kept } = sorted(joined, opening);
  const workgroups = workgroupsOf(group, width, profile);
  const names = new Map(steps.length ? openings.share({ owner: `${prefix}ownRow`, steps, ownedByGroups, workgroups, renames }) : renames);
  const chain = group.main ? epilogue(group, body) : loop(group, body, width, workgroups);
  if (prefix) for (const { name } of [...kept, ...chain]) names.set(name, prefix + name);
  const text = [`// ${describe(group)}`, renamed([...kept, ...chain], names)].join('\n');
  return { memory, text, run: `${prefix}run`, workgroups: steps.length ? 0 : workgroups };
}

function joinGroup(group: Group, width: 1 | 4): readonly Declaration[] {
  const { opening = [], sources = [], knobs } = group.kernel ?? {};
  return joinFor(width, [...opening.flat(), ...sources, ...chainSources(group, width)], knobs);
}

/** Declarations other than bindings: the steps of an opening; of the rest the texts of variables, and what remains. */
function sorted(joined: readonly Declaration[], opening: readonly (readonly string[])[]) {
  let rest = joined.filter(({ kind }) => kind !== 'binding');
  const steps = opening.map((files) => {
    const own = new Set(files.flatMap(declarations).map(({ name }) => name));
    const step = rest.filter(({ name }) => own.has(name));
    rest = rest.filter(({ name }) => !own.has(name));
    return step;
  });
  const isVariable = ({ kind }: Declaration) => kind === 'var';
  return { steps, memory: rest.filter(isVariable).map(({ text }) => text), kept: rest.filter((one) => !isVariable(one)) };
}

/** Joins the main's `var<storage>` names to the dispatch's bindings: what each is called there, and becomes before an index, which counts from where the tensor begins. */
function bindMain(group: Group, bindings: Bindings): ReadonlyMap<string, string> {
  const renames = new Map<string, string>();
  for (const { name, tensor, type, access } of mainBindings(group)) {
    const bound = bindings.main(tensor, type, access === 'read_write');
    renames.set(name, bound.name);
    const first = bound.first / (type.includes('vec4') ? 4 : 1);
    if (first) renames.set(`${name}[`, `${bound.name}[${first}u + `);
  }
  return renames;
}

function epilogue(group: Group, body: string): Declaration[] {
  if (!group.kernel?.width) return [];
  const values = group.main?.outputs.map((_, i) => `${valueName(i)}: Value`).join(', ');
  const text = `fn epilogue(index: u32, ${values}) {\n${body}\n}`;
  return [{ kind: 'fn', name: 'epilogue', text }];
}

/** Each workgroup owns a run of neighbouring elements, which it walks in steps of all its invocations. */
function loop(group: Group, body: string, width: number, workgroups: number): Declaration[] {
  const step = WORKGROUP_SIZE * width;
  const run = Math.ceil(group.size / (workgroups * step)) * step;
  const first = `group * ${run}u + lane * ${width}u`;
  const text =
    run === step
      ? `fn run(group: u32, lane: u32) {\n  let index = ${first};\n  if (index >= ${group.size}u) { return; }\n${body}\n}`
      : `fn run(group: u32, lane: u32) {\n  let end = min((group + 1u) * ${run}u, ${group.size}u);\n  for (var index = ${first}; index < end; index += ${step}u) {\n${body}\n  }\n}`;
  return [{ kind: 'fn', name: 'run', text }];
}

function workgroupsOf({ kernel, size }: Group, width: number, { elementwiseGroups }: Profile): number {
  return kernel?.workgroups ?? Math.min(Math.ceil(size / (WORKGROUP_SIZE * width)), elementwiseGroups);
}

function entry(parts: readonly Part[], tails: Tails['ends'], columns: number, ranged: boolean): string {
  let end = 0;
  const running = parts.filter(({ workgroups }) => workgroups);
  const branches = running.map(({ run, workgroups }) => {
    const start = end;
    end += workgroups;
    return `if (group < ${end}u) { ${run}(group${start ? ` - ${start}u` : ''}, lane); }`;
  });
  return [
    `@compute @workgroup_size(${WORKGROUP_SIZE})`,
    'fn main(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {',
    `  let group = id.x + id.y * ${columns}u${ranged ? ` + ${FIRST_GROUP}` : ''};`,
    `  ${branches.join('\n  else ')}`,
    ...tails.map(({ run }) => `  ${run}();`),
    '}',
  ].join('\n');
}

/** `dense matmul+add+relu [32,128]`. */
export function describe(group: Group): string {
  const nodes = nodesOf(group);
  const scope = nodes.find((node) => node.scope)?.scope;
  const shape = showShape(nodes[0]?.outputs[0]?.shape ?? []);
  return `${scope ? `${scope} ` : ''}${nodes.map((node) => node.op.name).join('+')} ${shape}`;
}

/** The bindings of one dispatch, shared by groups that use a buffer in the same way. */
class Bindings {
  private readonly specs = new Map<string, BindingSpec>();
  private readonly context: EmitContext;

  constructor(context: EmitContext) {
    this.context = context;
  }

  /** Binding of the whole buffer for a chain, and the tensor's place in it. */
  chain(tensor: Tensor, width: number, written: boolean, group: Group): Located {
    const { name, first } = this.main(tensor, chainType(tensor.dtype, width), written, group);
    return { name, place: `${first}u` };
  }

  /** Name of the binding of the whole buffer, and the tensor's first element in it. */
  main(tensor: Tensor, type: string, written: boolean, group?: Group): { name: string; first: number } {
    const home = this.context.homes.homeOf(tensor, group);
    if (!home) throw new Error(`Cannot bind ${tensor.node.op.name}: it has no storage, a kernel cannot read a constant from a buffer`);
    if (home.kind === 'variable') return { name: this.bind(home.buffer, type, written), first: this.context.placeOf(home.variable) };
    const place = this.context.transients.placeOf.get(home.buffer);
    return { name: this.bind(place ? `slot:${place.slot}` : home.buffer, type, written), first: (place?.first ?? 0) / 4 };
  }

  get list(): readonly BindingSpec[] {
    return [...this.specs.values()];
  }

  text(): string {
    return this.list.map(({ name, access, type }, i) => `@group(0) @binding(${i}) var<storage, ${access}> ${name}: ${type};`).join('\n');
  }

  private bind(buffer: string, type: string, written: boolean): string {
    const { specs } = this;
    const spec = remembered(specs, `${buffer} ${type}`, () => ({ name: `buffer${specs.size}`, buffer, access: 'read', type }));
    if (written) spec.access = 'read_write';
    return spec.name;
  }
}
