/** Lets the network read the drawing whenever either has changed, one prediction at a time; shown by `bars.ts`. */
import type { Model } from 'webgpu-fit';
import { showNothing, showReading, showSeen } from './bars.ts';
import { centreDigit, type Grey } from './digit.ts';

/** Reads drawings; a change that comes while one is read is read afterwards. */
export class Reader {
  private readonly drawing: () => Grey;
  private readonly network: () => Model | undefined;
  private readonly onError: (error: unknown) => void;
  private isReading = false;
  private isStale = false;

  constructor(drawing: () => Grey, network: () => Model | undefined, onError: (error: unknown) => void) {
    this.drawing = drawing;
    this.network = network;
    this.onError = onError;
  }

  /** Reads the drawing soon; never waits and never rejects. */
  read(): void {
    this.isStale = true;
    if (!this.isReading) void this.readUntilFresh().catch(this.onError);
  }

  private async readUntilFresh(): Promise<void> {
    this.isReading = true;
    try {
      while (this.isStale) {
        this.isStale = false;
        await this.readOnce();
      }
    } finally {
      this.isReading = false;
    }
  }

  private async readOnce(): Promise<void> {
    const digit = centreDigit(this.drawing());
    const model = this.network();
    showSeen(digit);
    if (!digit || !model) return showNothing(digit ? 'Train first: it knows no digit yet' : undefined);
    const prediction = await model.predict(digit);
    if (!('data' in prediction)) throw new TypeError('Cannot show the prediction: it is a list, it must be one array');
    showReading([...prediction.data]);
  }
}
