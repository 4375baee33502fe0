/** One pass of a mode over its feed: steps in flight, batch hooks, stop and abort. Used by `fit.ts` and `evaluate.ts`. */
import type { Program } from '../runtime/gpu/program.ts';
import type { BatchHooks } from './callbacks/callbackList.ts';
import type { Engine, StepProgram } from './engine.ts';
import type { Feed } from './feeds/feed.ts';
import type { Lane, LaneSpec } from './lane.ts';
import { paceOf } from './pace.ts';

/** What a pass asks of its surroundings. */
export interface PassHooks extends Partial<BatchHooks> {
  /** Called after each submitted step; true ends the pass. */
  readonly stop?: () => boolean;
  /** Called with the program of each step right after it was submitted, or encoded where several share a submit. */
  readonly submitted?: (step: StepProgram) => Promise<void> | void;
}

/** Late batch logs come at most this often, in milliseconds. */
const LATE_INTERVAL = 50;

/** The spec of a feed's step. */
export function specOf(mode: Lane, feed: Feed, batch: number): LaneSpec {
  return { mode, batch, ...feed.specs };
}

/** Compiles the programs of a feed's batches: waits for the first, the partial batch's comes in the background. */
export async function prepare(engine: Engine, mode: Lane, feed: Feed): Promise<void> {
  const [first, ...others] = [...new Set(feed.sizes)];
  if (first !== undefined) await engine.step(specOf(mode, feed, first));
  for (const size of others) engine.step(specOf(mode, feed, size), true).catch(() => undefined);
}

/** Runs up to `limit` steps of a pass, with hooks once per `group` of steps; gives the number of steps run. */
export async function runPass(
  engine: Engine,
  mode: Lane,
  feed: Feed,
  hooks: PassHooks,
  limit = Number.POSITIVE_INFINITY,
  group = 1,
): Promise<number> {
  const late = new LateLogs(engine, mode, hooks);
  try {
    const steps = await runSteps(engine, mode, feed, hooks, late, limit, group);
    await late.finish();
    return steps;
  } finally {
    await late.end();
  }
}

async function runSteps(
  engine: Engine,
  mode: Lane,
  feed: Feed,
  hooks: PassHooks,
  late: LateLogs,
  limit: number,
  group: number,
): Promise<number> {
  const pace = paceOf(engine, mode);
  const submits = new Submits(engine, mode, feed, hooks);
  let step = 0;
  while (step < limit) {
    const rows = await feed.next();
    if (!rows) break;
    await hooks.batchBegin?.(step);
    // Keras numbers the last step of a group as if every group were full.
    const last = step + group - 1;
    step += await submits.run(rows, Math.min(group, limit - step));
    if (hooks.exact && hooks.batchEnd) await hooks.batchEnd(last, await engine.logs(mode));
    else late.note(last);
    engine.check();
    if (hooks.stop?.()) break;
    await pace.next();
  }
  return step;
}

/** Submits steps: one by one, or a group at once. */
class Submits {
  private readonly engine: Engine;
  private readonly mode: Lane;
  private readonly feed: Feed;
  private readonly hooks: PassHooks;
  private bound: Program | undefined;

  constructor(engine: Engine, mode: Lane, feed: Feed, hooks: PassHooks) {
    this.engine = engine;
    this.mode = mode;
    this.feed = feed;
    this.hooks = hooks;
  }

  /** Runs up to `count` steps, from a batch of `rows` rows on; gives how many there were. Data that is written batch by batch needs a submit each. */
  async run(rows: number, count: number): Promise<number> {
    const { engine, mode, feed, hooks } = this;
    const encoder = count > 1 && !feed.rewinds ? engine.device.gpu.createCommandEncoder() : undefined;
    let steps = 0;
    for (let size = rows; size; size = steps < count ? await feed.next() : 0) {
      const step = await this.ready(size);
      engine.check();
      if (feed.rewinds) engine.rewind(mode);
      if (encoder) step.program.encode(encoder);
      else step.program.run();
      steps++;
      await hooks.submitted?.(step);
    }
    if (!encoder) return steps;
    engine.check();
    engine.device.gpu.queue.submit([encoder.finish()]);
    return steps;
  }

  private async ready(rows: number): Promise<StepProgram> {
    const step = await this.engine.step(specOf(this.mode, this.feed, rows));
    if (this.bound !== step.program) step.program.bind(this.feed.externals);
    this.bound = step.program;
    return step;
  }
}

/** Reads logs for callbacks that do not mind when: in order, one reading at a time. */
class LateLogs {
  private readonly engine: Engine;
  private readonly mode: Lane;
  private readonly hooks: PassHooks;
  private reading: Promise<void> | undefined;
  private failure: unknown;
  private last = 0;
  private newest = -1;
  private told = -1;
  private ended = false;

  constructor(engine: Engine, mode: Lane, hooks: PassHooks) {
    this.engine = engine;
    this.mode = mode;
    this.hooks = hooks;
  }

  note(step: number): void {
    this.newest = step;
    if (this.failure) throw this.failure;
    if (!this.hooks.batchEnd || this.hooks.exact || this.reading || performance.now() - this.last < LATE_INTERVAL) return;
    this.reading = this.tell(step).catch((error: unknown) => {
      this.failure = error;
    });
  }

  /** Tells the last step of the pass. */
  async finish(): Promise<void> {
    await this.reading;
    if (this.failure) throw this.failure;
    if (this.hooks.batchEnd && !this.hooks.exact && this.newest > this.told) await this.tell(this.newest);
  }

  /** Waits for the call that runs; there is none after it. */
  async end(): Promise<void> {
    this.ended = true;
    await this.reading;
  }

  private async tell(step: number): Promise<void> {
    this.last = performance.now();
    const logs = await this.engine.logs(this.mode);
    if (this.ended) return;
    await this.hooks.batchEnd?.(step, logs);
    this.told = step;
    this.reading = undefined;
  }
}
