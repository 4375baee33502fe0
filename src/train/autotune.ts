/** `init({ autotune })`: has kernels timed before a step is planned, and remembers the fastest by adapter. Called by `engine.ts`; `gpu/tuner.ts` does the timing. */
import type { Device } from '../runtime/gpu/device.ts';
import type { TunerOptions } from '../runtime/gpu/tuner.ts';
import type { Variants } from '../runtime/graph/choices.ts';
import type { TracedStep } from './step.ts';

/** Whether kernels are chosen by rules or by measurement, as far as that takes less than a second, or of all kernels. */
export type Autotune = (typeof AUTOTUNE)[number];

/** What `autotune` may be. */
export const AUTOTUNE = ['off', 'fast', 'full'] as const;

const LIMITS: Readonly<Record<'fast' | 'full', TunerOptions>> = {
  fast: { share: 0.9, budget: 900 },
  full: { share: Number.POSITIVE_INFINITY, budget: Number.POSITIVE_INFINITY },
};

/** Times kernels for devices and remembers what it found. */
export class Autotuner {
  private current: Autotune = 'off';
  private readonly options: Pick<TunerOptions, 'clock' | 'measure'>;
  /** Variants by key, by adapter. */
  private readonly memories = new Map<string, Promise<ReadonlyMap<string, string>>>();
  /** Kernels that time did not suffice for: they run by rule until the program ends, or the mode changes. */
  private readonly passed = new Set<string>();
  /** Measurements take turns, so that none disturbs another. */
  private last: Promise<void> = Promise.resolve();

  /** `options`: how time is taken. */
  constructor(options: Pick<TunerOptions, 'clock' | 'measure'> = {}) {
    this.options = options;
  }

  /** The mode of all steps that are built from now on. */
  set mode(next: Autotune) {
    if (next !== this.current) this.passed.clear();
    this.current = next;
  }

  /**
   * Makes the device's profile hold the variants that suit a step, measured where they are not known; `undefined` when nothing is to be waited for.
   * Without a `trace` the profile stays as it is, unless the mode is off. Rejects with DeviceLostError and with what `trace` throws.
   */
  prepare(device: Device, trace?: () => TracedStep): Promise<void> | undefined {
    if (this.current === 'off') forget(device);
    if (this.current === 'off' || !trace) return undefined;
    const limits = { ...LIMITS[this.current], ...this.options };
    const turn = this.last.then(() => this.tune(device, trace(), limits));
    this.last = turn.catch(() => undefined);
    return turn;
  }

  private async tune(device: Device, { writes, predictions }: TracedStep, limits: TunerOptions): Promise<void> {
    const { tune } = await import('../runtime/gpu/tuner.ts'); // only now: programs that leave it off do not load it
    const adapter = adapterOf(device);
    const known = await this.choicesOf(adapter);
    const settled = ({ key, names }: Variants) => this.passed.has(adapter + key) || names.includes(known.get(key) ?? '');
    const answers = [...(await tune(device, [...predictions, ...writes], settled, limits))];
    for (const [key, name] of answers) if (name === undefined) this.passed.add(adapter + key);
    const found = answers.filter((answer): answer is [string, string] => answer[1] !== undefined);
    const choices = found.length ? await this.remember(adapter, new Map([...known, ...found])) : known;
    if (device.profile.choices !== choices) device.profile = { ...device.profile, choices };
  }

  private choicesOf(adapter: string): Promise<ReadonlyMap<string, string>> {
    const known = this.memories.get(adapter) ?? import('./choiceFile.ts').then(({ loadChoices }) => loadChoices(adapter));
    this.memories.set(adapter, known);
    return known;
  }

  private async remember(adapter: string, choices: ReadonlyMap<string, string>): Promise<ReadonlyMap<string, string>> {
    this.memories.set(adapter, Promise.resolve(choices));
    const { saveChoices } = await import('./choiceFile.ts');
    await saveChoices(adapter, choices);
    return choices;
  }
}

/** What all models share. */
export const autotuner = new Autotuner();

/** Back to the variants that rules choose. */
function forget(device: Device): void {
  const { choices, ...profile } = device.profile;
  if (choices) device.profile = profile;
}

function adapterOf({ info: { vendor, architecture, device, description } }: Device): string {
  return JSON.stringify([vendor, architecture, device, description]);
}
