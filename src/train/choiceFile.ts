/**
 * What the tuner found, kept by adapter from one visit of a page to the next: in the browser's cache storage, which workers have too and which holds what can be made
 * again; files of the user (`saving/fileStore.ts`) are not mixed with it. Where there is none, or it is denied or damaged, nothing is kept. Used by `autotune.ts`.
 */
import { VERSION } from './version.ts';

/** Name of the cache. */
const CACHE = 'webgpu-fit kernels';

/** Characters of a file, at most. */
const MOST = 2 ** 20;

/** Names of variants by key. None that another version of the library kept. */
export async function loadChoices(adapter: string): Promise<ReadonlyMap<string, string>> {
  try {
    const response = await (await storage()).match(addressOf(adapter));
    return parsed((await response?.text()) ?? '');
  } catch {
    return new Map();
  }
}

/** Keeps names of variants by key, instead of those kept before. Does nothing where that is impossible. */
export async function saveChoices(adapter: string, choices: ReadonlyMap<string, string>): Promise<void> {
  const text = JSON.stringify({ version: VERSION, choices: Object.fromEntries(choices) });
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

/** The choices in a file. Whether they name variants that exist is asked where they are used. Throws for what is no such file. */
function parsed(text: string): ReadonlyMap<string, string> {
  if (text.length > MOST) return new Map();
  const { version, choices } = JSON.parse(text) as { readonly version?: unknown; readonly choices?: unknown };
  const entries = version === VERSION ? Object.entries(choices ?? {}) : [];
  return new Map(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
}
