/** Kernels that can run in several ways, and which way is taken: the usual one, or what `gpu/tuner.ts` measured to be the fastest. */

/** Ways to run a node. They give the same values but for rounding. */
export interface Variants {
  /** Equal for nodes that run alike: it tells sizes and kernels. */
  readonly key: string;
  /** Names of the ways. The first is the usual one, taken where nothing was measured. */
  readonly names: readonly string[];
}

/** Names of variants by the keys of nodes. */
export type Choices = Pick<ReadonlyMap<string, string>, 'get'>;

/** For graphs whose choices are still to be made: `lower` leaves what comes in variants as it is. */
export const OPEN: Choices = { get: () => undefined };

/** The variant to take. A choice that names none of them counts for nothing: it may come from a damaged file. */
export function chosen({ key, names }: Variants, choices: Choices): string {
  const choice = choices.get(key) ?? '';
  return names.includes(choice) ? choice : (names[0] as string);
}

/** A short name of a long text: FNV-1a in 32 bits (Fowler, Noll and Vo), as hexadecimal digits. */
export function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, '0');
}
