/** f64 oracles of normalization, which all follow one rule: sets of elements with a mean and a variance, and affine weights by element. */

/** How the elements of a tensor are normalized. */
export interface Sets {
  /** Number of the set that an element belongs to. */
  readonly setOf: (index: number) => number;
  /** Number of the weight that an element is multiplied by, and of the one added. */
  readonly weightOf: (index: number) => number;
  readonly epsilon: number;
  /** Default true; false: by the root mean square. */
  readonly centered?: boolean;
}

/** Mean and biased variance of each set. */
export function setMoments(x: ArrayLike<number>, setOf: Sets['setOf']): { readonly mean: number[]; readonly variance: number[] } {
  const sets = Array.from(x, (_, i) => setOf(i));
  const values: number[][] = Array.from({ length: Math.max(...sets) + 1 }, () => []);
  for (let i = 0; i < x.length; i++) values[sets[i]!]!.push(x[i]!);
  const average = (list: readonly number[]) => list.reduce((a, b) => a + b, 0) / list.length;
  const mean = values.map(average);
  return { mean, variance: values.map((list, set) => average(list.map((value) => (value - mean[set]!) ** 2))) };
}

/** (x - mean) / sqrt(variance + epsilon) gamma + beta. */
export function normalizing({ setOf, weightOf, epsilon, centered = true }: Sets) {
  return (x: Float64Array, gamma?: Float64Array, beta?: Float64Array): number[] => {
    const { mean, variance } = setMoments(x, setOf);
    const center = mean.map((value) => (centered ? value : 0));
    const square = variance.map((value, set) => value + (mean[set]! - center[set]!) ** 2);
    return Array.from(x, (value, i) => {
      const set = setOf(i);
      const scaled = (value - center[set]!) / Math.sqrt(square[set]! + epsilon);
      return scaled * (gamma?.[weightOf(i)] ?? 1) + (beta?.[weightOf(i)] ?? 0);
    });
  };
}
