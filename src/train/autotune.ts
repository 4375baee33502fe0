/** `init({ autotune })`: whether kernels are timed before a step is planned. Called by `engine.ts`; `autotuner.ts` has the work. */
import type { Device } from '../runtime/gpu/device.ts';
import { later } from './onFirstUse.ts';
import type { TracedStep } from './step.ts';

/** Whether kernels are chosen by rules or by measurement, none of which begins that would end after 0.9 s, or of all kernels. */
export type Autotune = (typeof AUTOTUNE)[number];

/** What `autotune` may be. */
export const AUTOTUNE = ['off', 'fast', 'full'] as const;

let current: Autotune = 'off';

/** Chooses for all steps that are built from now on. */
export function setAutotune(mode: Autotune): void {
  current = mode;
}

/**
 * Makes the device's profile hold the variants that suit a step; `undefined` when nothing is to be waited for. Without a `trace` the profile stays as it
 * is, unless the mode is off, for which it is put back. Rejects with DeviceLostError and with what `trace` throws.
 */
export function prepareProfile(device: Device, trace?: () => TracedStep): Promise<void> | undefined {
  const mode = current;
  if (mode === 'off') forget(device);
  if (mode === 'off' || !trace) return undefined;
  return later().then(({ autotuner }) => autotuner.prepare(device, trace, mode));
}

/** Back to the variants that rules choose. */
function forget(device: Device): void {
  const { choices, matrices, ...profile } = device.profile;
  if (choices) device.profile = profile;
}
