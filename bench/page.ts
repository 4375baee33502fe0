/** The page that measures: loads engines by name and does what `main.ts` asks for, through `harness.ts`. */
import { installCounts } from './counts.ts';
import { ENGINE_NAMES, type Engine, type EngineName } from './engines/engine.ts';
import { check, type Effort, firstStep, type Measured, measure } from './harness.ts';
import { ROWS, type Row } from './workloads/rows.ts';

/** What the page offers; rows go by their names. */
export interface BenchPage {
  /** Adapter in words. */
  adapter(): Promise<string>;
  measure(row: string, effort: Effort): Promise<Measured[]>;
  /** Results of each engine in the order of `ENGINE_NAMES`; none for a row without a check. */
  check(row: string): Promise<number[][]>;
  firstStep(row: string, engine: EngineName): Promise<number>;
}

declare global {
  interface Window {
    bench: BenchPage;
  }
}

installCounts();

window.bench = {
  async adapter() {
    const info = (await navigator.gpu?.requestAdapter())?.info;
    return [info?.vendor, info?.architecture, info?.device || info?.description].filter(Boolean).join(' ') || 'no adapter';
  },
  measure: async (row, effort) => measure(await allEngines(), rowNamed(row), effort, (line) => console.log(line)),
  async check(name) {
    const row = rowNamed(name);
    return row.check ? check(await allEngines(), row.check) : [];
  },
  firstStep: async (row, engine) => firstStep(await load(engine), rowNamed(row)),
};

/** Only what is asked for is loaded: the first step of one engine must not find another's work in its way. */
async function load(name: EngineName): Promise<Engine> {
  if (name === 'webgpu-fit') return (await import('./engines/webgpuFit.ts')).webgpuFit;
  if (name === 'TF.js') return (await import('./engines/tfjs.ts')).tfjs;
  return (await import('./engines/jaxjs.ts')).jaxjs;
}

function allEngines(): Promise<Engine[]> {
  return Promise.all(ENGINE_NAMES.map(load));
}

function rowNamed(name: string): Row {
  const row = ROWS.find((candidate) => candidate.name === name);
  if (row) return row;
  throw new RangeError(`Cannot measure ${name}: there is no such row`);
}
