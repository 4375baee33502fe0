/** Parts of the library that are no part of a first step: scripts of their own, fetched when they are first needed or while a training runs. Next: `later.ts`. */

/**
 * The module that `load` imports. Rejects with an Error that tells the code of `what` could not be fetched, and why. Nothing of that is kept here, but
 * Chromium answers for a script that it once could not fetch in the same way until the page is loaded anew.
 */
export async function onFirstUse<T>(what: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new Error(
      `Cannot load the code of ${what}: ${reason}; every script of the build must be reachable, a page must be reloaded to try again`,
      {
        cause,
      },
    );
  }
}

/** Files, `evaluate` and its like, weights of samples, a validation split, data that the host writes batch by batch, plans of memory and `autotune`. */
export const later = () => onFirstUse('files, evaluate, predict, streams and the like', () => import('./later.ts'));

/**
 * Fetches what a training may come to need, so that it need not wait for it then, nor for a network that is gone; `.h5` files also need `h5wasm`, which is
 * loaded with the first of them. What cannot be fetched is told when it is needed.
 */
export function fetchAhead(): void {
  later().catch(() => undefined);
}
