/** The small network that tests of the training loop share, so that its kernels are compiled once, with data and what is asked of it. */
import {
  type CompileOptions,
  dense,
  dropout,
  type FitOptions,
  type Model,
  type Sequential,
  sequential,
  setRandomSeed,
} from '../../src/index.ts';
import { sharedDevice } from '../../src/train/device.ts';

/** Rows of `DATA`: two full batches of `FIT` and half of one. */
export const ROWS = 10;

/** 10 rows of 3 values, and a class for each: 0 or 1. */
export const DATA = {
  x: Float32Array.from({ length: ROWS * 3 }, (_, i) => Math.sin(0.9 * i + 0.1)),
  y: Float32Array.from({ length: ROWS }, (_, i) => ((i * 7) % 5) % 2),
} as const;

/** Arguments of fit: batches of 4, 4 and 2 rows. */
export const FIT = { batchSize: 4, epochs: 3, verbose: 0 } as const satisfies FitOptions;

/** A dense network with dropout, made from a seed. */
export function tinyModel(seed = 1, options: CompileOptions = {}): Sequential {
  setRandomSeed(seed);
  const model = sequential([dense(4, { activation: 'relu', inputShape: [3] }), dropout(0.25), dense(2, { activation: 'softmax' })]);
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'], ...options });
  return model;
}

/** All weights as bits, for exact comparison. */
export async function bitsOf(model: Model): Promise<number[]> {
  const weights = await model.getWeights();
  return weights.flatMap(({ data }) => Array.from(new Uint32Array(Float32Array.from(data).buffer)));
}

/** Waits until the GPU is done and all that was let go is freed. */
export async function settled(): Promise<void> {
  await (await sharedDevice()).settle();
  await new Promise((resolve) => setTimeout(resolve));
}

/** What a promise rejects with. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  return promise.then(
    () => {
      throw new Error('The promise was resolved');
    },
    (error: unknown) => error,
  );
}

/** Calls of WebGPU's methods by name while `body` runs. */
export async function countCalls<T>(body: () => Promise<T>): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  const undo = COUNTED.map(([prototype, name]) => counting(prototype(), name, counts));
  try {
    await body();
  } finally {
    for (const restore of undo) restore();
  }
  return counts;
}

type Methods = Record<string, (...parameters: unknown[]) => unknown>;

const COUNTED: readonly (readonly [() => object, string])[] = [
  [() => GPU.prototype, 'requestAdapter'],
  [() => GPUAdapter.prototype, 'requestDevice'],
  [() => GPUDevice.prototype, 'createBuffer'],
  [() => GPUDevice.prototype, 'createBindGroup'],
  [() => GPUDevice.prototype, 'createShaderModule'],
  [() => GPUDevice.prototype, 'createCommandEncoder'],
  [() => GPUQueue.prototype, 'submit'],
  [() => GPUQueue.prototype, 'writeBuffer'],
  [() => GPUBuffer.prototype, 'mapAsync'],
  [() => GPUCommandEncoder.prototype, 'beginComputePass'],
  [() => GPUComputePassEncoder.prototype, 'dispatchWorkgroups'],
];

function counting(prototype: object, name: string, counts: Record<string, number>): () => void {
  const methods = prototype as Methods;
  const original = methods[name] as Methods[string];
  counts[name] = 0;
  methods[name] = function (this: unknown, ...parameters: unknown[]) {
    counts[name] = (counts[name] ?? 0) + 1;
    return original.apply(this, parameters);
  };
  return () => {
    methods[name] = original;
  };
}
