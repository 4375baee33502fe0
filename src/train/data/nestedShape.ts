/** The shape of nested arrays, seen along their first elements. */

/** Shape of nested arrays of numbers, `undefined` for anything else. */
export function nestedShape(value: unknown): readonly number[] | undefined {
  const shape: number[] = [];
  let current = value;
  while (Array.isArray(current)) {
    shape.push(current.length);
    current = current[0];
  }
  return typeof current === 'number' && shape.length ? shape : undefined;
}
