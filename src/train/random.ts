/** Random numbers by counter: equal seeds and streams give equal numbers everywhere. The order of rows drawn here is used by `data/batches.ts`. */
import { checkSeed } from './options.ts';

const PARITY = 0x1bd11bda;
const TWO_32 = 2 ** 32;

/** Threefry-2x32 with 20 rounds (Salmon, Moraes, Dror and Shaw 2011): two random u32 of a key and a counter of two u32 each. */
export function threefry2x32(key0: number, key1: number, counter0: number, counter1: number): [number, number] {
  let [now, next, last] = [key0, key1, key0 ^ key1 ^ PARITY];
  let x = (counter0 + key0) | 0;
  let y = (counter1 + key1) | 0;
  for (let injection = 1; injection <= 5; injection++) {
    // The two sets of rotations alternate; written out, since a permutation runs this once for every row.
    const odd = injection % 2 === 1;
    x = (x + y) | 0;
    y = rotate(y, odd ? 13 : 17) ^ x;
    x = (x + y) | 0;
    y = rotate(y, odd ? 15 : 29) ^ x;
    x = (x + y) | 0;
    y = rotate(y, odd ? 26 : 16) ^ x;
    x = (x + y) | 0;
    y = rotate(y, odd ? 6 : 24) ^ x;
    [now, next, last] = [next, last, now];
    x = (x + now) | 0;
    y = (y + next + injection) | 0;
  }
  return [x >>> 0, y >>> 0];
}

/** FNV-1a, 32 bits, over the UTF-8 bytes of `text` (Fowler, Noll and Vo). */
export function hashString(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash >>> 0;
}

/** A stream of random numbers. Its key is the seed and the FNV-1a hash of the stream's name, its counter is the number of the draw. */
export class Generator {
  private readonly seed: number;
  private readonly stream: number;
  private counter = 0;
  private spareWord: number | undefined;
  private spareNormal: number | undefined;

  /** Throws RangeError unless `seed` is an integer from 0 to 2^32 - 1. */
  constructor(seed: number, stream: string) {
    checkSeed('use seed: it', seed);
    this.seed = seed;
    this.stream = hashString(stream);
  }

  /** A random u32. */
  word(): number {
    const spare = this.spareWord;
    this.spareWord = undefined;
    return spare ?? this.draw();
  }

  /** Uniform in [0, 1) on a grid of 2^-24, exact in f32. */
  uniform(): number {
    return (this.word() >>> 8) * 2 ** -24;
  }

  /** Standard normal (Box and Muller 1958). */
  normal(): number {
    const spare = this.spareNormal;
    this.spareNormal = undefined;
    if (spare !== undefined) return spare;
    const radius = Math.sqrt(-2 * Math.log((this.word() + 1) / TWO_32));
    const angle = (2 * Math.PI * this.word()) / TWO_32;
    this.spareNormal = radius * Math.sin(angle);
    return radius * Math.cos(angle);
  }

  /** A random integer from 0 to `n - 1`, all equally likely; `n` at most 2^32. */
  below(n: number): number {
    if (n === 1) return 0;
    // Refusing what is too large keeps all results equally likely; the shift makes that less than half of the draws.
    const shift = Math.clz32(n - 1);
    let result = this.word() >>> shift;
    while (result >= n) result = this.word() >>> shift;
    return result;
  }

  private draw(): number {
    const [first, second] = threefry2x32(this.seed, this.stream, this.counter >>> 0, Math.floor(this.counter / TWO_32));
    this.counter++;
    this.spareWord = second;
    return first;
  }
}

/** The order of `n` rows in an epoch: the integers below `n`, shuffled (Fisher and Yates). */
export function permutation(n: number, seed: number, epoch: number): Uint32Array {
  return batchPermutation(n, n, seed, epoch);
}

/** The order of `n` rows for `shuffle: 'batch'`: as in Keras, every batch keeps its place and its rows, which are shuffled within it. */
export function batchPermutation(n: number, batchSize: number, seed: number, epoch: number): Uint32Array {
  const order = countingOrder(n);
  const generator = new Generator(seed, `shuffle/${epoch}`);
  for (let start = 0; start < n; start += batchSize) shuffleRange(order, start, Math.min(start + batchSize, n), generator);
  return order;
}

let globalSeed: number | undefined;
let seeds: Generator | undefined;

/** Sets the seed that parts without one draw theirs from, in order of creation, as `keras.utils.set_random_seed` does. */
export function setRandomSeed(seed: number): void {
  seeds = new Generator(seed, 'seeds');
  globalSeed = seed;
}

/** The seed that was set, or a random one when none was. */
export function randomSeed(): number {
  globalSeed ??= crypto.getRandomValues(new Uint32Array(1))[0]!;
  return globalSeed;
}

/** The next seed for a part that was given none: an integer below 2^31, which every backend of Keras can store. */
export function nextSeed(): number {
  seeds ??= new Generator(randomSeed(), 'seeds');
  return seeds.below(2 ** 31);
}

function rotate(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}

/** The order in which `n` rows keep their places. */
export function countingOrder(n: number): Uint32Array {
  return new Uint32Array(n).map((_, index) => index);
}

function shuffleRange(order: Uint32Array, start: number, end: number, generator: Generator): void {
  for (let last = end - 1; last > start; last--) {
    const other = start + generator.below(last - start + 1);
    const row = order[last]!;
    order[last] = order[other]!;
    order[other] = row;
  }
}
