/** Networks as lists of layers, with data and first weights by formula: every engine builds its step from this one description. Run by `engines/`. */

/** A layer in Keras's words and with Keras's defaults. */
export type LayerSpec =
  | { readonly kind: 'dense'; readonly units: number; readonly activation: 'relu' | 'softmax' }
  | {
      readonly kind: 'conv2D';
      readonly filters: number;
      readonly kernelSize: number;
      readonly padding: 'valid' | 'same';
      readonly activation: 'relu' | 'linear';
    }
  | { readonly kind: 'maxPooling2D'; readonly poolSize: number }
  | { readonly kind: 'dropout'; readonly rate: number }
  | { readonly kind: 'batchNormalization' | 'reLU' | 'flatten' | 'globalAveragePooling2D' };

/** A training step: bytes times 1/255 → layers; sparse categorical cross-entropy, Adam, accuracy. */
export interface NetworkTask {
  readonly kind: 'network';
  /** Shape of an image without the batch: `[pixels]` or `[height, width, channels]`. */
  readonly input: readonly number[];
  /** The last is a dense softmax of `CLASSES`. */
  readonly layers: readonly LayerSpec[];
  readonly batch: number;
}

/** Images and labels of a whole number of batches. */
export interface NetworkData {
  /** `[rows, ...input]`, 0 to 255. */
  readonly images: Uint8Array;
  /** `[rows]`, 0 to 9. */
  readonly labels: Uint8Array;
}

export const CLASSES = 10;
export const LEARNING_RATE = 0.001;
/** Of the update, in Keras's form. */
export const ADAM = { beta1: 0.9, beta2: 0.999, epsilon: 1e-7 } as const;
/** Of batch normalization. */
export const NORMALIZATION = { momentum: 0.99, epsilon: 1e-3 } as const;
/** Steps between two readings of the mean loss, which is one pass over the data. */
export const READ_EVERY = 20;

/** 784 → dense 128 relu → dropout 0.2 → dense 10 softmax: the network of the README. */
export function mlp(batch: number): NetworkTask {
  const layers = [dense(128, 'relu'), dropout(0.2), dense(CLASSES, 'softmax')];
  return { kind: 'network', input: [784], layers, batch };
}

/** 16 → dense 16 relu → dense 10 softmax: hardly any arithmetic, so what a step costs beside it. */
export function small(batch: number): NetworkTask {
  return { kind: 'network', input: [16], layers: [dense(16, 'relu'), dense(CLASSES, 'softmax')], batch };
}

/** The convolutional network of Keras's MNIST example, with a dense layer before the classifier. */
export function cnn(batch: number): NetworkTask {
  const layers = [
    conv(32, 'valid', 'relu'),
    conv(64, 'valid', 'relu'),
    POOL,
    dropout(0.25),
    { kind: 'flatten' } as const,
    dense(128, 'relu'),
    dropout(0.5),
    dense(CLASSES, 'softmax'),
  ];
  return { kind: 'network', input: [28, 28, 1], layers, batch };
}

/** Three blocks of convolution, batch normalization, relu and pooling, then the mean over the image. */
export function normalizedCnn(batch: number): NetworkTask {
  const block = (filters: number): LayerSpec[] => [conv(filters, 'same', 'linear'), { kind: 'batchNormalization' }, { kind: 'reLU' }, POOL];
  const layers = [...[32, 64, 128].flatMap(block), { kind: 'globalAveragePooling2D' } as const, dense(CLASSES, 'softmax')];
  return { kind: 'network', input: [32, 32, 3], layers, batch };
}

/** The same without dropout: every engine draws its own masks, so losses are compared without them. */
export function withoutDropout(task: NetworkTask): NetworkTask {
  return { ...task, layers: task.layers.filter(({ kind }) => kind !== 'dropout') };
}

const POOL = { kind: 'maxPooling2D', poolSize: 2 } as const;

function dense(units: number, activation: 'relu' | 'softmax'): LayerSpec {
  return { kind: 'dense', units, activation };
}

function conv(filters: number, padding: 'valid' | 'same', activation: 'relu' | 'linear'): LayerSpec {
  return { kind: 'conv2D', filters, kernelSize: 3, padding, activation };
}

function dropout(rate: number): LayerSpec {
  return { kind: 'dropout', rate };
}

/**
 * Images with strokes that depend on the label, under noise. No two places are alike: where values tie, at 0 before a relu or within a window
 * of a pool, engines choose different gradients.
 */
export function networkData({ input, batch }: NetworkTask): NetworkData {
  const rows = batch * READ_EVERY;
  const [pixels, channels] = [input.reduce((a, b) => a * b), input[2] ?? 1];
  const side = Math.sqrt(pixels / channels);
  const labels = Uint8Array.from({ length: rows }, (_, row) => hash(row) % CLASSES);
  const images = Uint8Array.from({ length: rows * pixels }, (_, index) => {
    const place = index % pixels;
    const [x, y] = [Math.floor(place / channels) % side, Math.floor(place / channels / side)];
    const noise = hash(index) >>> 25;
    return isStroke(x, y + (place % channels), labels[Math.floor(index / pixels)] as number) ? 128 + noise : noise;
  });
  return { images, labels };
}

function isStroke(x: number, y: number, label: number): boolean {
  return (x * (1 + (label % 4)) + y * (1 + (label % 3)) + label) % 7 < 2;
}

/** A well mixed u32 of a number: the finaliser of MurmurHash3 (Appleby). */
export function hash(value: number): number {
  let mixed = Math.imul(value + 1, 0x9e3779b1);
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
