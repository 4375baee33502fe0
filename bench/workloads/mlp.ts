/** The MNIST network's training step as every engine gets it: sizes, data and first weights by formula. Run by `engines/`. */

/** A training step: 784 bytes times 1/255 → dense 128 relu → dropout → dense 10 softmax, sparse categorical cross-entropy, Adam, accuracy. */
export interface MlpTask {
  readonly kind: 'mlp';
  readonly batch: number;
  /** Rate of the dropout; 0 when losses are compared, since every engine draws its own masks. */
  readonly dropout: number;
}

/** Images and labels of a whole number of batches. */
export interface MlpData {
  /** `[rows, 784]`, 0 to 255. */
  readonly images: Uint8Array;
  /** `[rows]`, 0 to 9. */
  readonly labels: Uint8Array;
}

export const PIXELS = 784;
export const HIDDEN = 128;
export const CLASSES = 10;
export const LEARNING_RATE = 0.001;
/** Steps between two readings of the mean loss, which is one pass over the data. */
export const READ_EVERY = 20;

/** Images with strokes that depend on the label, under noise; the margin is dark, as in MNIST. */
export function mlpData({ batch }: MlpTask): MlpData {
  const rows = batch * READ_EVERY;
  const labels = Uint8Array.from({ length: rows }, (_, row) => hash(row) % CLASSES);
  const images = Uint8Array.from({ length: rows * PIXELS }, (_, index) => pixel(index, labels[Math.floor(index / PIXELS)] as number));
  return { images, labels };
}

/** Kernel `[784, 128]`, bias `[128]`, kernel `[128, 10]`, bias `[10]`: uniform in Glorot's range, biases zero. */
export function mlpWeights(): { readonly values: Float32Array; readonly shape: readonly number[] }[] {
  return [
    { values: glorot(PIXELS, HIDDEN), shape: [PIXELS, HIDDEN] },
    { values: new Float32Array(HIDDEN), shape: [HIDDEN] },
    { values: glorot(HIDDEN, CLASSES), shape: [HIDDEN, CLASSES] },
    { values: new Float32Array(CLASSES), shape: [CLASSES] },
  ];
}

function pixel(index: number, label: number): number {
  const place = index % PIXELS;
  const [x, y] = [place % 28, Math.floor(place / 28)];
  if (x < 4 || x >= 24 || y < 4 || y >= 24) return 0;
  const noise = hash(index) >>> 24;
  const stroke = (x * (1 + (label % 4)) + y * (1 + (label % 3)) + label) % 7 < 2;
  return stroke ? 128 + (noise >>> 1) : noise > 230 ? noise >>> 1 : 0;
}

function glorot(inputs: number, outputs: number): Float32Array {
  const limit = Math.sqrt(6 / (inputs + outputs));
  return Float32Array.from({ length: inputs * outputs }, (_, index) => (hash(index + outputs) / 2 ** 31 - 1) * limit);
}

/** A well mixed u32 of a number: the finaliser of MurmurHash3 (Appleby). */
export function hash(value: number): number {
  let mixed = Math.imul(value + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
