/** Times the kernels of a graph that come in variants, on buffers of its own, and tells which are the fastest here. The answers become the profile's `choices`. */
import { OutOfMemoryError, ShaderError } from '../errors.ts';
import { OPEN, type Variants } from '../graph/choices.ts';
import { placeholder } from '../graph/leaf.ts';
import { lower, topological } from '../graph/lower.ts';
import { type Plan, plan } from '../graph/plan.ts';
import { apply, type Node, type Tensor } from '../graph/tensor.ts';
import { transientBytes } from '../graph/transients.ts';
import { secondsOf } from '../graph/work.ts';
import { type Device, Usage } from './device.ts';
import { type Externals, Program } from './program.ts';
import { microsecondsOf } from './stopwatch.ts';
import { VariableStore } from './store.ts';

/** What is timed, and for how long. */
export interface TunerOptions {
  /** Kernels that make up so much of the estimated work of all that come in variants. */
  readonly share: number;
  /** Milliseconds after which no measurement begins. None begins either that would end later, going by those before it. */
  readonly budget: number;
  /** Times of questions that an earlier call began, which this one goes on with. Holds afterwards what it began and left. */
  readonly times?: Map<string, Times>;
  /** The time in milliseconds; default `performance.now`. */
  readonly clock?: () => number;
  /** Microseconds of one run of a program; default: as measured. */
  readonly measure?: (device: Device, program: Program) => Promise<number>;
}

/** Microseconds by name of a variant; infinitely many for one that the device cannot run. */
export type Times = Readonly<Record<string, number>>;

/** Nodes that run alike, by the first of them. */
interface Question extends Variants {
  readonly node: Node;
  /** Estimated seconds of each. */
  readonly each: number;
  readonly count: number;
}

/** The usual variant stays unless another takes at most this share of its time: what is less may be chance. */
const CLEARLY_FASTER = 0.95;

/**
 * The fastest variants of the nodes that `roots` depend on, by key; `undefined` where time or room did not suffice. What is `settled` is not timed.
 * Rejects with DeviceLostError.
 */
export async function tune(
  device: Device,
  roots: readonly Tensor[],
  settled: (variants: Variants) => boolean,
  { share, budget, times = new Map(), clock = () => performance.now(), measure = microsecondsOf }: TunerOptions,
): Promise<ReadonlyMap<string, string | undefined>> {
  const questions = dominant(questionsOf(roots, device), share).filter((question) => !settled(question));
  const answers = new Map<string, string | undefined>(questions.map(({ key }) => [key, undefined]));
  if (!questions.length) return answers;
  // Measured beside what is still running, times would tell little.
  await device.settle();
  await withScratch(device, questions, async (scratch) => {
    const pace = new Pace();
    const end = clock() + budget;
    for (const { node, key, names, each } of questions) {
      const inputs = Object.fromEntries(node.inputs.map((_, i) => [`${i}`, scratch]));
      for (const name of names.filter((one) => times.get(key)?.[one] === undefined)) {
        const began = clock();
        if (began + pace.expected(each) >= end) break;
        const time = await timeOf(device, planOf(device, node, key, name), inputs, measure);
        times.set(key, { ...times.get(key), [name]: time });
        pace.add(clock() - began, each);
      }
      const taken = times.get(key) ?? {};
      if (!names.every((name) => name in taken)) continue;
      answers.set(key, fastest(names, taken));
      times.delete(key);
    }
  });
  return answers;
}

/** How long a measurement takes: as long as the longest before it, and no less than in proportion to the work. */
class Pace {
  private longest = 0;
  private perSecond = 0;

  add(milliseconds: number, seconds: number): void {
    this.longest = Math.max(this.longest, milliseconds);
    this.perSecond = Math.max(this.perSecond, milliseconds / seconds);
  }

  expected(seconds: number): number {
    return Math.max(this.longest, this.perSecond * seconds);
  }
}

/** One question for all nodes that run alike, none where there is no choice; those with most work first. */
function questionsOf(roots: readonly Tensor[], device: Device): readonly Question[] {
  const questions = new Map<string, Question>();
  const open = lower(roots, { ...device.profile, choices: OPEN });
  for (const node of topological(roots.map(open))) {
    const variants = node.op.variants?.(node, device.profile);
    if (!variants || variants.names.length < 2) continue;
    const same = questions.get(variants.key) ?? { ...variants, node, each: estimate(device, node, variants), count: 0 };
    questions.set(variants.key, { ...same, count: same.count + 1 });
  }
  return [...questions.values()].sort((a, b) => b.each * b.count - a.each * a.count);
}

/** Seconds that the usual variant takes on the slowest GPU planned for. */
function estimate(device: Device, node: Node, { key, names }: Variants): number {
  const { dispatches } = planOf(device, node, key, names[0] as string);
  return dispatches.reduce(
    (sum, { members, fraction }) => sum + fraction * members.reduce((all, each) => all + secondsOf(each, device.profile.slowest), 0),
    0,
  );
}

/** The first ones that make up `share` of the work of all. */
function dominant(questions: readonly Question[], share: number): readonly Question[] {
  let left = share * questions.reduce((sum, { each, count }) => sum + each * count, 0);
  return questions.filter(({ each, count }) => {
    const wanted = left > 0;
    left -= each * count;
    return wanted;
  });
}

/** The plan of one node alone in one of its variants. */
function planOf({ profile }: Device, node: Node, key: string, name: string): Plan {
  const inputs = node.inputs.map(({ shape, dtype }, i) => placeholder(`${i}`, shape, dtype));
  const outputs = apply(node.op, inputs, node.attributes);
  return plan({ outputs, profile: { ...profile, choices: new Map([[key, name]]) }, placeOf: () => 0 });
}

/** Microseconds; infinitely many where the device has no room for the variant or cannot compile it. */
async function timeOf(device: Device, planned: Plan, inputs: Externals, measure: NonNullable<TunerOptions['measure']>): Promise<number> {
  let program: Program | undefined;
  try {
    program = await Program.build(device, new VariableStore(device), planned);
    program.bind(inputs);
    return await measure(device, program);
  } catch (error) {
    if (error instanceof RangeError || error instanceof OutOfMemoryError || error instanceof ShaderError) return Number.POSITIVE_INFINITY;
    throw error;
  } finally {
    program?.dispose();
  }
}

function fastest(names: readonly string[], times: Times): string {
  const [usual, ...others] = names as readonly [string, ...string[]];
  const timeOf = (name: string) => times[name] ?? Number.POSITIVE_INFINITY;
  const best = others.reduce((least, name) => (timeOf(name) < timeOf(least) ? name : least), usual);
  return timeOf(best) <= timeOf(usual) * CLEARLY_FASTER ? best : usual;
}

/** Lends a buffer of small numbers that is as large as the largest input. Where there is no room for one, nothing is timed. */
async function withScratch(device: Device, questions: readonly Question[], body: (scratch: GPUBuffer) => Promise<void>): Promise<void> {
  const bytes = Math.max(...questions.flatMap(({ node }) => node.inputs.map(transientBytes)));
  let scratch: GPUBuffer;
  try {
    scratch = await device.allocate('tuning', (create) => create('tuning', bytes, Usage.storage | Usage.copyTarget));
  } catch (error) {
    if (error instanceof OutOfMemoryError) return;
    throw error;
  }
  try {
    fill(device, scratch);
    await body(scratch);
  } finally {
    device.freeBuffer(scratch);
  }
}

/** Elements that are written at once. */
const BLOCK = 2 ** 18;

/** Numbers such as weights and activations: zeros could be faster. */
function fill({ gpu }: Device, buffer: GPUBuffer): void {
  const numbers = Float32Array.from({ length: Math.min(BLOCK, buffer.size / 4) }, (_, i) => ((i % 17) - 8) / 64);
  for (let at = 0; at < buffer.size; at += numbers.byteLength)
    gpu.queue.writeBuffer(buffer, at, numbers, 0, Math.min(numbers.length, (buffer.size - at) / 4));
}
