/** Catches what callbacks print and warn about, so that tests can compare it. */
import { vi } from 'vitest';

/** Text printed and warnings given since the last look. */
export interface Output {
  /** The printed text, one line per `console.log`; empties it. */
  takePrinted(): string;
  /** The warnings; empties them. */
  takeWarnings(): string[];
}

/** Catches `console.log` and `console.warn` until `vi.restoreAllMocks()`. */
export function catchOutput(): Output {
  const printed: string[] = [];
  const warnings: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((text) => void printed.push(`${text}\n`));
  vi.spyOn(console, 'warn').mockImplementation((text) => void warnings.push(String(text)));
  return { takePrinted: () => printed.splice(0).join(''), takeWarnings: () => warnings.splice(0) };
}
