/** Names as Keras writes them: converters between spellings, automatic names, and the nearest known name for messages. */

/** Keras's snake_case of a class or function name: `BatchNormalization` → `batch_normalization`, `ReLU` → `re_lu`, `Conv2D` → `conv2d`. */
export function snakeCase(name: string): string {
  const word = name.replace(/[^\p{L}\p{N}_]+/gu, '');
  return word.replace(/(?<=.)(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase();
}

/** The camelCase of a snake_case name: `sparse_categorical_crossentropy` → `sparseCategoricalCrossentropy`, `beta_1` → `beta1`. */
export function camelCase(name: string): string {
  return name.replace(/(?<=[^_])_+([^_])/g, (_, letter: string) => letter.toUpperCase());
}

const counts = new Map<string, number>();

/** Keras's automatic name for the next object called `base`: `dense`, `dense_1`, `dense_2`, … */
export function uniqueName(base: string): string {
  return countedName(base, counts);
}

/** `base` when it is asked for first, then `base_1`, `base_2`, …; `counts` holds how often. */
export function countedName(base: string, counts: Map<string, number>): string {
  const count = counts.get(base) ?? 0;
  counts.set(base, count + 1);
  return count === 0 ? base : `${base}_${count}`;
}

/** Starts the automatic names anew, as `keras.utils.clear_session` does. */
export function clearSession(): void {
  counts.clear();
}

/** The known name that `name` most likely stands for, or `undefined` when none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const distances = known.map((candidate) => editDistance(name.toLowerCase(), candidate.toLowerCase()));
  const smallest = Math.min(...distances);
  return smallest <= Math.max(1, name.length / 3) ? known[distances.indexOf(smallest)] : undefined;
}

/** Letters that the writer left out count a quarter: a forgotten word (`sparse_crossentropy`) is likelier than a wrong one. */
const LEFT_OUT = 0.25;

/** Weighted edit distance by rows (Wagner and Fischer 1974). */
function editDistance(given: string, wanted: string): number {
  let previous = Array.from({ length: wanted.length + 1 }, (_, column) => column * LEFT_OUT);
  for (const letter of given) {
    const current = [previous[0]! + 1];
    for (let column = 1; column <= wanted.length; column++) {
      const replaced = previous[column - 1]! + (letter === wanted[column - 1] ? 0 : 1);
      current.push(Math.min(replaced, previous[column]! + 1, current[column - 1]! + LEFT_OUT));
    }
    previous = current;
  }
  return previous.at(-1)!;
}
