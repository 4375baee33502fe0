/** The numbers of a live chart: training as it came and smoothed, and validation, on one axis of epochs; drawn by `chart.ts`. */

type Cell = number | null;

/** Columns of equal length, in the order of time. */
export class Curve {
  private readonly epochs: number[] = [];
  private readonly raw: Cell[] = [];
  private readonly smooth: Cell[] = [];
  private readonly checked: Cell[] = [];
  private amount = 0.6;

  constructor() {
    this.clear();
  }

  /** The columns: epochs, training, training smoothed, validation. */
  get data(): [number[], Cell[], Cell[], Cell[]] {
    return [this.epochs, this.raw, this.smooth, this.checked];
  }

  /** The share of the past in a smoothed point, 0 to below 1; changes the points that are there. */
  set smoothing(amount: number) {
    this.amount = amount;
    this.smooth.length = 0;
    for (const value of this.raw) this.smooth.push(this.next(value));
  }

  /** Forgets all points; a row without values stays, since no axes are drawn around nothing. */
  clear(): void {
    for (const column of this.data) column.length = 0;
    this.add(0, null, null);
  }

  /** Adds a value of the training at `epoch`, which never goes back; what is no number leaves a gap. */
  addTraining(epoch: number, value: number): void {
    this.add(epoch, Number.isFinite(value) ? value : null, null);
  }

  /** Adds a value of the validation. */
  addValidation(epoch: number, value: number): void {
    this.add(epoch, null, Number.isFinite(value) ? value : null);
  }

  /** The newest values at or before a row; at the end without one. */
  at(row = this.epochs.length - 1): { training: number | undefined; validation: number | undefined } {
    return { training: newest(this.smooth, row), validation: newest(this.checked, row) };
  }

  private add(epoch: number, training: Cell, validation: Cell): void {
    this.smooth.push(this.next(training));
    this.epochs.push(epoch);
    this.raw.push(training);
    this.checked.push(validation);
  }

  private next(value: Cell): Cell {
    if (value === null) return null;
    const before = newest(this.smooth, this.smooth.length - 1);
    return before === undefined ? value : this.amount * before + (1 - this.amount) * value;
  }
}

function newest(column: readonly Cell[], row: number): number | undefined {
  for (let index = row; index >= 0; index--) {
    const value = column[index];
    if (value !== null && value !== undefined) return value;
  }
  return undefined;
}
