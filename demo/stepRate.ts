/** Steps per second over the last second of training, for `status.ts`. */

const WINDOW = 1000;

/** Counts steps; validation and pauses do not count as time. */
export class StepRate {
  /** Steps per second, `undefined` until there is something to tell. */
  value: number | undefined;
  private since: number | undefined;
  private steps = 0;

  /** A step begins at `now`, in ms; `isFresh` when something other than training came before it. */
  count(now: number, isFresh: boolean): void {
    if (isFresh) this.rest();
    this.since ??= now;
    const elapsed = now - this.since;
    if (elapsed >= WINDOW || (this.value === undefined && elapsed >= WINDOW / 4)) {
      this.value = (this.steps * 1000) / elapsed;
      this.since = now;
      this.steps = 0;
    }
    this.steps += 1;
  }

  /** Forgets the steps since the last value. */
  rest(): void {
    this.since = undefined;
    this.steps = 0;
  }
}
