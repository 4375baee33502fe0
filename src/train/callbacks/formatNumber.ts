/** Numbers with a chosen number of digits, as Python prints them; those without are in `pythonNumber.ts`. */

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

/** Python's words for what is not finite. */
export function special(value: number): string {
  if (Number.isNaN(value)) return 'nan';
  return value > 0 ? 'inf' : '-inf';
}

/** Takes apart what `toExponential` gives. */
export function scientific(text: string): [digits: string, exponent: number] {
  const [digits = '', exponent = ''] = text.split('e');
  return [digits, Number(exponent)];
}

/** Digits and an exponent of two digits or more: `1.25e-05`. */
export function withExponent(digits: string, exponent: number): string {
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
}

/** JavaScript rounds what lies exactly between two numbers away from zero, Python to the even digit. */
function tiesToEven(rounded: string, exact: string, digits: number): string {
  const rest = exact.slice(exact.indexOf('.') + 1 + digits);
  const last = Number(rounded.at(-1));
  return /^50*$/.test(rest) && last % 2 === 1 ? rounded.slice(0, -1) + (last - 1) : rounded;
}
