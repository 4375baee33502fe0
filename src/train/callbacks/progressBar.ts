/** The bar, times and values of one epoch as Keras prints them; driven by `progbarLogger.ts`. */
import type { Logs } from '../run.ts';
import { exponential, fixed } from './formatNumber.ts';

/** Where progress is written. */
export interface ProgressOutput {
  /** Takes text; without `dynamic` it is whole lines. */
  readonly write: (text: string) => void;
  /** Whether a line can be written over and coloured, as in a terminal; else there is one line per epoch. */
  readonly dynamic: boolean;
  /** Seconds since a moment in the past. */
  readonly now: () => number;
}

/** The terminal where the program has one, else lines on the console. */
export function standardOutput(): ProgressOutput {
  const now = () => performance.now() / 1000;
  const terminal = typeof process === 'object' ? process.stdout : undefined;
  if (terminal) return { write: (text) => terminal.write(text), dynamic: terminal.isTTY === true, now };
  return { write: (text) => console.log(text.replace(/\n$/, '')), dynamic: false, now };
}

type Paint = (code: number, text: string) => string;

const WIDTH = 20;
const SECONDS_BETWEEN_UPDATES = 0.05;
const plain: Paint = (_, text) => text;
const coloured: Paint = (code, text) => `\x1b[${code}m${text}\x1b[0m`;

/** Keras's `Progbar` for `target` steps, or an unknown number; time runs from its making. */
export class ProgressBar {
  /** Number of steps, `null` while unknown. */
  target: number | null;
  private readonly verbose: number;
  private readonly output: ProgressOutput;
  private readonly start: number;
  private readonly values: Logs = {};
  private afterFirstStep: number | undefined;
  private lastUpdate = Number.NEGATIVE_INFINITY;
  private lastWidth = 0;

  constructor(target: number | null, verbose: number, output: ProgressOutput) {
    this.target = target;
    this.verbose = verbose;
    this.output = output;
    this.start = output.now();
  }

  /** Shows that `step` steps are done, at most every 50 ms but always when it is the last call; values stay until replaced. */
  update(step: number, logs: Logs, isLast: boolean): void {
    Object.assign(this.values, logs);
    const now = this.output.now();
    const secondsPerStep = this.secondsPerStep(step, now);
    if (this.verbose === 2) this.writeSummary(step, now, secondsPerStep, isLast);
    if (this.verbose !== 1 || (now - this.lastUpdate < SECONDS_BETWEEN_UPDATES && !isLast)) return;
    const time = this.target && !isLast ? remaining(secondsPerStep * (this.target - step)) : `${fixed(now - this.start, 0)}s`;
    const line = (paint: Paint) =>
      `${this.bar(step, paint)} ${paint(1, time)} ${perStep(secondsPerStep)}${this.shownValues((value) => Math.abs(value) > 1e-3)}`;
    this.writeLine(line, isLast);
    this.lastUpdate = now;
  }

  private writeLine(line: (paint: Paint) => string, isLast: boolean): void {
    const text = line(plain);
    const end = isLast ? '\n' : '';
    if (this.output.dynamic) {
      const padding = ' '.repeat(Math.max(this.lastWidth - text.length, 0));
      this.output.write(`${'\b'.repeat(this.lastWidth)}\r${line(coloured)}${padding}${end}`);
    } else if (isLast) this.output.write(text + end);
    this.lastWidth = text.length;
  }

  private writeSummary(step: number, now: number, secondsPerStep: number, isLast: boolean): void {
    if (!isLast || !this.target) return;
    // Keras's summary, unlike its bar, shows negative values with an exponent.
    const values = this.shownValues((value) => value > 1e-3);
    this.output.write(`${this.count(step)} - ${fixed(now - this.start, 0)}s - ${perStep(secondsPerStep)}${values}\n`);
  }

  private bar(step: number, paint: Paint): string {
    if (!this.target) return `${String(step).padStart(7)}/Unknown`;
    const done = Math.trunc(WIDTH * (step / this.target));
    const left = Math.max(WIDTH - done, 0);
    return `${paint(1, this.count(step))} ${done > 0 ? paint(32, '━'.repeat(done)) : ''}${paint(37, '━'.repeat(left))}`;
  }

  private count(step: number): string {
    const total = String(this.target);
    return `${String(step).padStart(total.length)}/${total}`;
  }

  private shownValues(isFixed: (value: number) => boolean): string {
    const shown = (value: number) => (isFixed(value) ? fixed(value, 4) : exponential(value, 4));
    return Object.entries(this.values)
      .map(([key, value]) => ` - ${key}: ${shown(value)}`)
      .join('');
  }

  /** The first step, which is slow, counts only as long as there is no other. */
  private secondsPerStep(step: number, now: number): number {
    if (step === 0) return 0;
    const seconds = this.afterFirstStep !== undefined && step > 1 ? (now - this.afterFirstStep) / (step - 1) : (now - this.start) / step;
    if (step === 1) this.afterFirstStep = now;
    return seconds;
  }
}

function perStep(seconds: number): string {
  if (seconds >= 1 || seconds === 0) return `${fixed(seconds, 0)}s/step`;
  return seconds >= 1e-3 ? `${fixed(seconds * 1e3, 0)}ms/step` : `${fixed(seconds * 1e6, 0)}us/step`;
}

function remaining(seconds: number): string {
  const whole = Math.trunc(seconds);
  const two = (value: number) => String(Math.trunc(value)).padStart(2, '0');
  if (seconds > 3600) return `${Math.trunc(whole / 3600)}:${two((whole % 3600) / 60)}:${two(whole % 60)}`;
  return seconds > 60 ? `${Math.trunc(whole / 60)}:${two(whole % 60)}` : `${whole}s`;
}
