/** Where callbacks put their messages; the progress bar has an output of its own in `progressBar.ts`. */

/** Prints what a callback did, as it is asked to with `verbose: 1`. */
export function say(message: string): void {
  console.log(message);
}

/** Prints what is probably a mistake, but no reason to end training. */
export function warn(message: string): void {
  console.warn(message);
}
