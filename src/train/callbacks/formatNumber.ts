/** Numbers as Python prints them, for file names, CSV files and the progress bar; placeholders are in `formatPath.ts`. */

/** Python's `repr` of a float: `0.5`, `1.0`, `1e-05`, `nan`. */
export function pythonNumber(value: number): string {
  if (!Number.isFinite(value)) return special(value);
  const [digits, exponent] = scientific(value.toExponential());
  if (exponent < -4 || exponent >= 16) return withExponent(digits, exponent);
  return Number.isInteger(value) ? `${value}.0` : String(value);
}

/** Python's `%.{digits}f`. */
export function fixed(value: number, digits: number): string {
  if (!Number.isFinite(value)) return special(value);
  // toFixed() changes to an exponent here; such values have no digits after the point.
  if (Math.abs(value) >= 1e21) return BigInt(value) + (digits > 0 ? `.${'0'.repeat(digits)}` : '');
  return tiesToEven(value.toFixed(digits), value.toFixed(100), digits);
}

/** Python's `%.{digits}e`: `1.2500e-05`. */
export function exponential(value: number, digits: number): string {
  if (!Number.isFinite(value)) return special(value);
  const [rounded, exponent] = scientific(value.toExponential(digits));
  const [exact, before] = scientific(value.toExponential(100));
  // What was rounded up to the next power of ten ends in an even digit already.
  return withExponent(exponent === before ? tiesToEven(rounded, exact, digits) : rounded, exponent);
}

/** Python's `%.{precision}g`: the shorter of both forms, without trailing zeros. */
export function general(value: number, precision: number): string {
  if (!Number.isFinite(value)) return special(value);
  const digits = Math.max(precision, 1) - 1;
  const [mantissa, exponent] = scientific(exponential(value, digits));
  if (exponent < -4 || exponent > digits) return withExponent(withoutZeros(mantissa), exponent);
  return withoutZeros(fixed(value, digits - exponent));
}

function special(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}

function scientific(text: string): [digits: string, exponent: number] {
  const [digits = '', exponent = ''] = text.split('e');
  return [digits, Number(exponent)];
}

function withExponent(digits: string, exponent: number): string {
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

function withoutZeros(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text;
}

/** JavaScript rounds what lies exactly between two numbers away from zero, Python to the even digit. */
function tiesToEven(rounded: string, exact: string, digits: number): string {
  const rest = exact.slice(exact.indexOf('.') + 1 + digits);
  const last = Number(rounded.at(-1));
  return /^50*$/.test(rest) && last % 2 === 1 ? rounded.slice(0, -1) + (last - 1) : rounded;
}
