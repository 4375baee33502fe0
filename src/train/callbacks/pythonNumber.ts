/** Numbers with as many digits as they need, as Python prints them in paths, CSV files and messages. Next: `formatPath.ts`. */
import { exponential, fixed, scientific, special, withExponent } from './formatNumber.ts';

/** Python's `repr` of a float: `0.5`, `1.0`, `1e-05`, `nan`. */
export function pythonNumber(value: number): string {
  if (!Number.isFinite(value)) return special(value);
  const [digits, exponent] = scientific(value.toExponential());
  if (exponent < -4 || exponent >= 16) return withExponent(digits, exponent);
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Python's `%.{precision}g`: the shorter of both forms, without trailing zeros. */
export function general(value: number, precision: number): string {
  if (!Number.isFinite(value)) return special(value);
  const digits = Math.max(precision, 1) - 1;
  const [mantissa, exponent] = scientific(exponential(value, digits));
  if (exponent < -4 || exponent > digits) return withExponent(withoutZeros(mantissa), exponent);
  return withoutZeros(fixed(value, digits - exponent));
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}
