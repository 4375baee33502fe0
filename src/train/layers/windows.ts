/** Arithmetic of windows that slide over spatial axes, for poolings and convolutions. */

/** What lies around the input: nothing ('valid'), or as much as makes ceil(size / stride) windows ('same'). */
export type PaddingMode = 'valid' | 'same';

/** Elements to add `[before, after]` an axis of `size`; where they are odd in number, the one more comes after. */
export function paddingOf(size: number, window: number, stride: number, mode: PaddingMode): readonly [number, number] {
  if (mode === 'valid') return [0, 0];
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + window - size, 0);
  return [Math.floor(total / 2), Math.ceil(total / 2)];
}

/** How many windows fit an axis of `size`: below 1 where there is no room for one, null where the size is open. */
export function windowCount(size: number | null, window: number, stride: number, mode: PaddingMode): number | null {
  if (size === null) return null;
  return mode === 'same' ? Math.ceil(size / stride) : Math.floor((size - window) / stride) + 1;
}
