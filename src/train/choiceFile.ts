/**
 * What the tuner found, kept by adapter from one visit of a page to the next: in the browser's cache storage, which workers have too and which holds what can be made
 * again; files of the user (`saving/fileStore.ts`) are not mixed with it. Where there is none, or it is denied or damaged, nothing is kept. Used by `autotune.ts`.
 */
import type { Times } from '../runtime/gpu/tuner.ts';
import { VERSION } from './version.ts';

/** Name of the cache. */
const CACHE = 'webgpu-fit kernels';

/** Characters of a file, at most. */
const MOST = 2 ** 20;

/** What the tuner found on an adapter. */
export interface Findings {
  /** Names of the fastest variants by key. */
  readonly choices: ReadonlyMap<string, string>;
  /** Times by key, where it has not come to the end. */
  readonly times: ReadonlyMap<string, Times>;
}

/** What was kept; nothing that another version of the library kept. */
export async function loadFindings(adapter: string): Promise<Findings> {
  try {
    const response = await (await storage()).match(addressOf(adapter));
    return parsed((await response?.text()) ?? '');
  } catch {
    return { choices: new Map(), times: new Map() };
  }
}

/** Keeps findings beside what other pages have kept meanwhile; of two that do so at the same moment one wins. Does nothing where that is impossible. */
export async function saveFindings(adapter: string, found: Findings): Promise<void> {
  const kept = await loadFindings(adapter);
  const choices = new Map([...kept.choices, ...found.choices]);
  const begun = [...kept.times].filter(([key]) => !found.choices.has(key));
  const own = [...found.times].filter(([key]) => !kept.choices.has(key) || found.choices.has(key));
  const times = new Map([...begun, ...own]);
  const text = JSON.stringify({ version: VERSION, choices: Object.fromEntries(choices), times: Object.fromEntries(times) });
  try {
    await (await storage()).put(addressOf(adapter), new Response(text));
  } catch {
    // What is not kept is measured again at the next visit.
  }
}

/** Throws where there is no such storage, as in Node. */
function storage(): Promise<Cache> {
  return caches.open(CACHE);
}

/** An address of which nothing is ever fetched: caches are addressed so. */
function addressOf(adapter: string): string {
  return `https://webgpu-fit.invalid/kernels?adapter=${encodeURIComponent(adapter)}`;
}

/** The findings in a file. Whether they name variants that exist is asked where they are used. Throws for what is no such file. */
function parsed(text: string): Findings {
  const file = text.length > MOST ? {} : (JSON.parse(text) as Partial<Record<'version' | 'choices' | 'times', unknown>>);
  const entriesOf = (part: unknown) => (file.version === VERSION ? Object.entries(part ?? {}) : []);
  const choices = entriesOf(file.choices).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return { choices: new Map(choices), times: new Map(entriesOf(file.times).map(([key, times]) => [key, timesIn(times)])) };
}

/** Those that are numbers: JSON writes null for the time of what could not run, which is tried again. */
function timesIn(file: unknown): Times {
  return Object.fromEntries(Object.entries(file ?? {}).filter((entry): entry is [string, number] => Number(entry[1]) > 0));
}
