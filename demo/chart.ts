/** A live chart of one quantity, training against validation; its numbers come from `curve.ts` and it is drawn by uPlot. */
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { Curve } from './curve.ts';
import { styleValue } from './elements.ts';

/** What is shown and how. */
export interface ChartOptions {
  readonly title: string;
  /** Key in the logs, without `val_`. */
  readonly key: string;
  /** Writes a value beside the name of the curve. */
  readonly format: (value: number) => string;
  /** Writes a value on the axis. */
  readonly formatTick: (value: number) => string;
  /** Largest value that there can be. */
  readonly most?: number;
}

const HEIGHT = 240;

/** Draws into a `<figure>`, at most once per frame and only when something changed. */
export class Chart {
  private readonly figure: HTMLElement;
  private readonly options: ChartOptions;
  private readonly curve = new Curve();
  private readonly training = document.createElement('b');
  private readonly validation = document.createElement('b');
  private plot: uPlot;
  private epochs = 1;
  private isLogarithmic = false;
  private frame: number | undefined;

  constructor(figure: HTMLElement, options: ChartOptions) {
    this.figure = figure;
    this.options = options;
    figure.append(this.caption());
    this.plot = this.create();
    new ResizeObserver(() => this.plot.setSize(this.size())).observe(figure);
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => this.recreate());
  }

  /** Empties the chart and makes room for that many epochs. */
  reset(epochs: number): void {
    this.epochs = epochs;
    this.curve.clear();
    this.recreate();
  }

  /** Adds what the training reports; `at` counts epochs. */
  addTraining(at: number, values: Readonly<Record<string, number>>): void {
    this.curve.addTraining(at, values[this.options.key] ?? Number.NaN);
    this.draw();
  }

  /** Adds the validation at the end of an epoch. */
  addValidation(at: number, values: Readonly<Record<string, number>>): void {
    this.curve.addValidation(at, values[`val_${this.options.key}`] ?? Number.NaN);
    this.draw();
  }

  /** How much of the past stays in a point of the bold curve: 0 to below 1. */
  set smoothing(amount: number) {
    this.curve.smoothing = amount;
    this.draw();
  }

  /** Whether the values stand on a logarithmic axis. */
  set logarithmic(isLogarithmic: boolean) {
    this.isLogarithmic = isLogarithmic;
    this.recreate();
  }

  private draw(): void {
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.plot.setData(this.curve.data);
      this.showValues(this.plot.cursor.idx ?? undefined);
    });
  }

  private recreate(): void {
    this.plot.destroy();
    this.plot = this.create();
    this.showValues(undefined);
  }

  private caption(): HTMLElement {
    const caption = document.createElement('figcaption');
    const title = document.createElement('h3');
    title.textContent = this.options.title;
    caption.append(title);
    caption.append(keyOf('training', 'Training', this.training), keyOf('validation', 'Validation', this.validation));
    return caption;
  }

  /** The values under the pointer, else the last ones. */
  private showValues(index: number | undefined): void {
    const { training, validation } = this.curve.at(index);
    const shown = (value: number | undefined) => (value === undefined ? '' : this.options.format(value));
    this.training.textContent = shown(training);
    this.validation.textContent = shown(validation);
  }

  private size(): { width: number; height: number } {
    return { width: Math.max(this.figure.clientWidth, 200), height: HEIGHT };
  }

  /** Some air around the values; a whole unit as long as there are none. */
  private range(low: number | null, high: number | null): [number, number] {
    if (low === null || high === null) return [0, 1];
    const air = Math.max((high - low) * 0.08, 1e-3);
    return [Math.max(0, low - air), Math.min(high + air, this.options.most ?? Number.POSITIVE_INFINITY)];
  }

  private create(): uPlot {
    const grid = { stroke: styleValue('--line'), width: 1 };
    const axis = { stroke: styleValue('--muted'), grid, ticks: { show: false }, font: '12px system-ui, sans-serif', gap: 8 };
    const training = styleValue('--training');
    return new uPlot(
      {
        ...this.size(),
        padding: [8, 12, 0, 0],
        legend: { show: false },
        cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
        hooks: { setCursor: [(plot) => this.showValues(plot.cursor.idx ?? undefined)] },
        scales: {
          x: { time: false, range: [0, this.epochs * 1.015] },
          y: this.isLogarithmic ? { distr: 3 } : { range: (_, low, high) => this.range(low, high) },
        },
        axes: [
          { ...axis, grid: { show: false }, size: 32, incrs: [1, 2, 5, 10, 20, 50] },
          { ...axis, size: 56, values: (_, ticks) => ticks.map((tick) => (tick === null ? '' : this.options.formatTick(tick))) },
        ],
        series: [
          {},
          { stroke: `${training}55`, width: 1, points: { show: false }, spanGaps: true },
          { stroke: training, width: 2, points: { show: false }, spanGaps: true },
          {
            stroke: styleValue('--validation'),
            width: 2,
            dash: [7, 5],
            spanGaps: true,
            points: { show: true, size: 7, fill: styleValue('--validation') },
          },
        ],
      },
      this.curve.data,
      this.figure,
    );
  }
}

function keyOf(kind: 'training' | 'validation', name: string, value: HTMLElement): HTMLElement {
  const key = document.createElement('span');
  key.className = `key ${kind}`;
  key.append(name, ' ', value);
  return key;
}
