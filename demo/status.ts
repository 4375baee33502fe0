/** Progress, figures and the table of epochs beside the charts; fed by `main.ts` with what `trainer.ts` tells. */
import { element, setText } from './elements.ts';
import type { Values } from './liveCallback.ts';
import { StepRate } from './stepRate.ts';

/** Shows where a training is, at most once per frame. */
export class Status {
  private epochs = 1;
  private steps = 1;
  private epoch = 0;
  private step = -1;
  private best = 0;
  private rate = new StepRate();
  private frame: number | undefined;

  /** Empties everything for a training of that size. */
  begin(epochs: number, steps: number): void {
    Object.assign(this, { epochs, steps, epoch: 0, step: -1, best: 0, rate: new StepRate() });
    setText('best', '–');
    element('epochs', HTMLTableElement).tBodies[0]?.replaceChildren();
    this.draw();
  }

  /** A step has begun. */
  onStep(epoch: number, step: number): void {
    this.rate.count(performance.now(), epoch !== this.epoch);
    this.epoch = epoch;
    this.step = step;
    this.draw();
  }

  /** Time that passes now is no training time. */
  rest(): void {
    this.rate.rest();
  }

  /** An epoch is complete: it becomes a row and a sentence. */
  onEpoch(epoch: number, values: Values): void {
    const { val_accuracy = 0, val_loss = 0, accuracy = 0, loss = 0 } = values;
    this.best = Math.max(this.best, val_accuracy);
    setText('best', percent(this.best));
    addRow([String(epoch + 1), loss.toFixed(4), percent(accuracy), val_loss.toFixed(4), percent(val_accuracy)]);
    setText('status', `Epoch ${epoch + 1} of ${this.epochs}: it reads ${percent(val_accuracy)} of digits it never saw.`);
  }

  private draw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.show();
    });
  }

  private show(): void {
    const done = this.step + 1;
    element('progress', HTMLProgressElement).value = (this.epoch + done / this.steps) / this.epochs;
    setText('epoch', `${this.epoch + 1} / ${this.epochs}`);
    setText('step', `${done.toLocaleString('en')} / ${this.steps.toLocaleString('en')}`);
    const rate = this.rate.value;
    setText('rate', rate === undefined ? '–' : rate.toLocaleString('en', { maximumSignificantDigits: 3 }));
  }
}

/** A share as people write it: `97.4 %`. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

function addRow(cells: readonly string[]): void {
  const row = element('epochs', HTMLTableElement).tBodies[0]?.insertRow();
  for (const text of cells) if (row) row.insertCell().textContent = text;
}
