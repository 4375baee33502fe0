/** Measures a row: engines in turns, round after round. Called by `bench.ts`, put together by `main.ts`. */
import { type Counts, peakBytes, resetPeak, setOwner, takeCounts } from './counts.ts';
import type { Engine, EngineName, Runner } from './engines/engine.ts';
import { READ_EVERY } from './workloads/network.ts';
import type { Row, Task } from './workloads/rows.ts';

/** What was measured of one engine in a row. */
export interface Measured {
  readonly engine: EngineName;
  /** From the first call to the end of the first step, milliseconds: mostly tracing and compiling. */
  readonly firstMs: number;
  readonly stepsPerRound: number;
  /** Milliseconds per step of each round. */
  readonly msPerStep: readonly number[];
  /** Calls per step, over all rounds. */
  readonly counts: Counts;
  /** Milliseconds of CPU time per step, in all of the runtime's processes and over all rounds. */
  readonly cpuMs: number;
  /** Most bytes in buffers during the rounds. */
  readonly bytes: number;
  /** What tells that the last round's work was right. */
  readonly results: readonly number[];
}

/** How long and how often a row is measured. */
export interface Effort {
  readonly rounds: number;
  readonly roundMs: number;
}

/** What the harness asks of the runtime around it. */
export interface Surrounding {
  /** CPU time of all of the runtime's processes so far. */
  cpuSeconds(): Promise<number>;
  /** Tells how far it is. */
  say(line: string): void;
}

/** Rounds and steps per round of a row in which a peer takes more than `SLOW_MS` per step. */
const SLOW = { rounds: 3, steps: 2 } as const;
const SLOW_MS = 1000;

/** Measures a row: the first step of each engine, then its speed to choose the length of a round, then rounds in turns. */
export async function measure(
  engines: readonly Engine[],
  row: Row,
  { rounds, roundMs }: Effort,
  { say, cpuSeconds }: Surrounding,
): Promise<Measured[]> {
  const entries = [];
  for (const engine of engines) {
    const entry = await begin(engine, row.task, roundMs);
    say(`${engine.name}: first step ${entry.firstMs.toFixed(0)} ms, then about ${entry.estimate.toFixed(1)} ms`);
    entries.push(entry);
  }
  const slow = entries.some(({ estimate }) => estimate > SLOW_MS);
  for (let round = 0; round < (slow ? SLOW.rounds : rounds); round++) {
    for (const entry of entries) await entry.round(cpuSeconds);
    say(`round ${round + 1}: ${entries.map((entry) => `${entry.engine.name} ${entry.msPerStep.at(-1)?.toFixed(2)}`).join(', ')} ms`);
  }
  return Promise.all(entries.map((entry) => entry.end()));
}

/** Results of every engine after the same number of steps of a row's check. */
export async function check(engines: readonly Engine[], { task, steps }: NonNullable<Row['check']>): Promise<number[][]> {
  const results = [];
  for (const engine of engines) {
    const runner = await engine.start(task);
    await runner.run(steps);
    results.push(await runner.results());
    runner.dispose();
  }
  return results;
}

/** Milliseconds from the call that trains to the end of the first step; nothing of the engine has run before in this process. */
export async function firstStep(engine: Engine, { task }: Row): Promise<number> {
  return timed(await engine.start(task), 1);
}

async function begin(engine: Engine, task: Task, roundMs: number): Promise<Turns> {
  setOwner(engine.name);
  const runner = await engine.start(task);
  const firstMs = await timed(runner, 1);
  const estimate = await msPerStep(runner);
  return new Turns(engine, runner, firstMs, estimate, stepsFor(estimate, roundMs));
}

/** One engine's rounds. */
class Turns {
  readonly engine: Engine;
  readonly runner: Runner;
  readonly firstMs: number;
  readonly estimate: number;
  readonly msPerStep: number[] = [];
  private readonly steps: number;
  private readonly counts: Counts[] = [];
  private bytes = 0;
  private cpuSeconds = 0;

  constructor(engine: Engine, runner: Runner, firstMs: number, estimate: number, steps: number) {
    this.engine = engine;
    this.runner = runner;
    this.firstMs = firstMs;
    this.estimate = estimate;
    this.steps = steps;
  }

  async round(cpuSeconds: Surrounding['cpuSeconds']): Promise<void> {
    const { name } = this.engine;
    let [start, cpuStart] = [0, 0];
    setOwner(name);
    resetPeak(name);
    await this.runner.run(this.steps, async () => {
      cpuStart = await cpuSeconds();
      takeCounts();
      start = performance.now();
    });
    this.msPerStep.push((performance.now() - start) / this.steps);
    this.counts.push(takeCounts());
    this.cpuSeconds += (await cpuSeconds()) - cpuStart;
    this.bytes = Math.max(this.bytes, peakBytes(name));
  }

  async end(): Promise<Measured> {
    const { engine, runner, firstMs, steps, msPerStep, bytes } = this;
    const results = await runner.results();
    runner.dispose();
    const all = steps * this.counts.length;
    const perStep = (name: keyof Counts) => this.counts.reduce((sum, counts) => sum + counts[name], 0) / all;
    const [dispatches, passes, submits] = [perStep('dispatches'), perStep('passes'), perStep('submits')];
    const counts = {
      dispatches,
      passes,
      submits,
      bindGroups: perStep('bindGroups'),
      buffers: perStep('buffers'),
      writes: perStep('writes'),
    };
    return { engine: engine.name, firstMs, stepsPerRound: steps, msPerStep, counts, cpuMs: (1000 * this.cpuSeconds) / all, bytes, results };
  }
}

/** An estimate from a run that is long enough to tell: a tenth of a second, or a single slow step. */
async function msPerStep(runner: Runner): Promise<number> {
  for (let steps = 1; ; steps = steps === 1 ? SLOW.steps : steps * 10) {
    const ms = await timed(runner, steps);
    if (ms > SLOW_MS || (steps > 1 && ms > 100) || steps > 5000) return ms / steps;
  }
}

/** Steps of a round: whole passes over the data where it has room for one. */
function stepsFor(ms: number, roundMs: number): number {
  const steps = Math.max(SLOW.steps, Math.round(roundMs / ms));
  return steps < READ_EVERY ? steps : Math.round(steps / READ_EVERY) * READ_EVERY;
}

async function timed(runner: Runner, steps: number): Promise<number> {
  const start = performance.now();
  await runner.run(steps);
  return performance.now() - start;
}
