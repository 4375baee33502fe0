/** Holds training back while it is paused: `liveCallback.ts` waits here before every step. */

/** Open at first; what `pass` returns while it is closed resolves when it opens. */
export class Gate {
  private opened: Promise<void> | undefined;
  private release: (() => void) | undefined;

  /** Whether `pass` holds back. */
  get isClosed(): boolean {
    return this.opened !== undefined;
  }

  /** Nothing while the gate is open, so that an open gate costs no wait. */
  pass(): Promise<void> | undefined {
    return this.opened;
  }

  /** Holds back whoever comes from now on. */
  close(): void {
    this.opened ??= new Promise((resolve) => {
      this.release = resolve;
    });
  }

  /** Lets all pass. */
  open(): void {
    this.release?.();
    this.opened = undefined;
  }
}
