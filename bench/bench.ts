/** What measures, whether in a page (`page.ts`) or in a process of Node (`worker.ts`): loads engines by name and does what `main.ts` asks for, through `harness.ts`. */
import type { Engine, EngineName } from './engines/engine.ts';
import { check, type Effort, firstStep, type Measured, measure, type Surrounding } from './harness.ts';
import { ROWS, type Row } from './workloads/rows.ts';

/** What `main.ts` can ask for; rows and engines go by their names, results are in the order of the engines. */
export interface Bench {
  /** Adapter in words. */
  adapter(): Promise<string>;
  measure(row: string, engines: readonly EngineName[], effort: Effort): Promise<Measured[]>;
  /** Results of each engine; none for a row without a check. */
  check(row: string, engines: readonly EngineName[]): Promise<number[][]>;
  firstStep(row: string, engine: EngineName): Promise<number>;
}

/** Asks a `Bench` elsewhere: the name of a method and its arguments go there, its result comes back. */
export type Ask = (method: keyof Bench, args: unknown[]) => Promise<unknown>;

export const NO_ADAPTER = 'no adapter';

/** The bench of this process, which must have WebGPU. */
export function makeBench(surrounding: Surrounding): Bench {
  return {
    adapter,
    measure: async (row, engines, effort) => measure(await loadAll(engines), rowNamed(row), effort, surrounding),
    async check(name, engines) {
      const row = rowNamed(name);
      return row.check ? check(await loadAll(engines), row.check) : [];
    },
    firstStep: async (row, engine) => firstStep(await load(engine), rowNamed(row)),
  };
}

/** A bench elsewhere. */
export function remoteBench(ask: Ask): Bench {
  return {
    adapter: (...args) => ask('adapter', args) as Promise<string>,
    measure: (...args) => ask('measure', args) as Promise<Measured[]>,
    check: (...args) => ask('check', args) as Promise<number[][]>,
    firstStep: (...args) => ask('firstStep', args) as Promise<number>,
  };
}

async function adapter(): Promise<string> {
  const info = (await navigator.gpu?.requestAdapter({ powerPreference: 'high-performance' }))?.info;
  return [info?.vendor, info?.architecture, info?.device, info?.description].filter(Boolean).join(' ') || NO_ADAPTER;
}

/** Only what is asked for is loaded: the first step of one engine must not find another's work in its way. */
async function load(name: EngineName): Promise<Engine> {
  if (name === 'webgpu-fit') return (await import('./engines/webgpuFit.ts')).webgpuFit;
  if (name === 'TF.js') return (await import('./engines/tfjs.ts')).tfjs;
  return (await import('./engines/jaxjs.ts')).jaxjs;
}

function loadAll(engines: readonly EngineName[]): Promise<Engine[]> {
  return Promise.all(engines.map(load));
}

function rowNamed(name: string): Row {
  const row = ROWS.find((candidate) => candidate.name === name);
  if (row) return row;
  throw new RangeError(`Cannot measure ${name}: there is no such row`);
}
