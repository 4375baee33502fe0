/** Has kernels timed for a step and remembers the fastest by adapter. Loaded by `autotune.ts` when it is first wanted; `gpu/tuner.ts` does the timing. */
import type { Device } from '../runtime/gpu/device.ts';
import { hasMatrixUnits } from '../runtime/gpu/matrixUnits.ts';
import { type TunerOptions, tune } from '../runtime/gpu/tuner.ts';
import type { Variants } from '../runtime/graph/choices.ts';
import { MATRICES } from '../runtime/ops/matrices.ts';
import type { Autotune } from './autotune.ts';
import { type Findings, loadFindings, saveFindings } from './choiceFile.ts';
import type { TracedStep } from './step.ts';

type Mode = Exclude<Autotune, 'off'>;

const LIMITS: Readonly<Record<Mode, TunerOptions>> = {
  fast: { share: 0.9, budget: 900 },
  full: { share: Number.POSITIVE_INFINITY, budget: Number.POSITIVE_INFINITY },
};

/** Times kernels for devices and remembers what it found. */
export class Autotuner {
  private readonly options: Pick<TunerOptions, 'clock' | 'measure'>;
  /** What was found, by adapter. */
  private readonly memories = new Map<string, Promise<Findings>>();
  /** Kernels that time did not suffice for, by mode: they run by rule until the program ends. The next visit goes on with them. */
  private readonly passed = { fast: new Set<string>(), full: new Set<string>() };
  /** Measurements take turns, so that none disturbs another. */
  private last: Promise<void> = Promise.resolve();

  /** `options`: how time is taken. */
  constructor(options: Pick<TunerOptions, 'clock' | 'measure'> = {}) {
    this.options = options;
  }

  /**
   * Makes the device's profile hold the variants that suit a step, measured where they are not known. Rejects with DeviceLostError and with what
   * `trace` throws.
   */
  prepare(device: Device, trace: () => TracedStep, mode: Mode): Promise<void> {
    const turn = this.last.then(() => this.tune(device, trace(), mode));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async tune(device: Device, { writes, predictions }: TracedStep, mode: Mode): Promise<void> {
    if (!device.profile.matrices && hasMatrixUnits(device)) device.profile = { ...device.profile, matrices: MATRICES };
    const adapter = adapterOf(device);
    const known = await this.findingsOf(adapter);
    const passed = this.passed[mode];
    const settled = ({ key, names }: Variants) => passed.has(adapter + key) || names.includes(known.choices.get(key) ?? '');
    const times = new Map(known.times);
    const options = { ...LIMITS[mode], ...this.options, times };
    const answers = [...(await tune(device, [...predictions, ...writes], settled, options))];
    for (const [key, name] of answers) if (name === undefined) passed.add(adapter + key);
    const found = answers.filter((answer): answer is [string, string] => answer[1] !== undefined);
    const choices = found.length ? new Map([...known.choices, ...found]) : known.choices;
    if (answers.length) await this.remember(adapter, { choices, times });
    if (device.profile.choices !== choices) device.profile = { ...device.profile, choices };
  }

  private findingsOf(adapter: string): Promise<Findings> {
    const known = this.memories.get(adapter) ?? loadFindings(adapter);
    this.memories.set(adapter, known);
    return known;
  }

  private async remember(adapter: string, findings: Findings): Promise<void> {
    this.memories.set(adapter, Promise.resolve(findings));
    await saveFindings(adapter, findings);
  }
}

/** What all models share. */
export const autotuner = new Autotuner();

/** All that is told of an adapter. Browsers tell its driver to developers alone, in a field of its own or in the description. */
function adapterOf({ info }: Device): string {
  const { vendor, architecture, device, description, driver } = info as GPUAdapterInfo & { readonly driver?: string };
  return JSON.stringify([vendor, architecture, device, description, driver]);
}
