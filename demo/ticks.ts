/** Round numbers for the axes of a chart; used by `plot.ts`. */

/** Multiples of 1, 2, 2.5 or 5 times a power of ten that cover `low` to `high` with about `count` steps, ends included. */
export function niceTicks(low: number, high: number, count = 5): number[] {
  const step = niceStep((high - low || Math.abs(high) || 1) / count);
  const first = Math.floor(low / step + 1e-9);
  const last = Math.max(Math.ceil(high / step - 1e-9), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
}

/** Whole numbers from 1 to `last`, at most about `count` of them, evenly apart. */
export function epochTicks(last: number, count = 10): number[] {
  const step = Math.max(1, Math.ceil(niceStep(last / count)));
  const ticks = Array.from({ length: Math.floor(last / step) }, (_, index) => (index + 1) * step);
  return step === 1 ? ticks : [1, ...ticks];
}

/** Enough decimals to tell the ticks apart: `0.975`. */
export function tickLabel(value: number, ticks: readonly number[]): string {
  const decimals = ticks.map((tick) => String(tick).split('.')[1]?.length ?? 0);
  return value.toFixed(Math.min(Math.max(...decimals), 6));
}

function niceStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough));
  const factor = [1, 2, 2.5, 5, 10].find((candidate) => candidate * power >= rough * (1 - 1e-9)) ?? 10;
  return factor * power;
}
