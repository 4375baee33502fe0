/** Into how many equal parts something can be cut, at most so many. Used where sums are split. */

/** The largest divisor of `value` that is at most `most`, at least 1. */
export function largestDivisor(value: number, most: number): number {
  for (let divisor = Math.max(1, Math.min(most, value)); divisor > 1; divisor--) if (value % divisor === 0) return divisor;
  return 1;
}
