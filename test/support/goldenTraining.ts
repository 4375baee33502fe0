/** test/golden/training.json, and the training in vision.json, as tests use them: whole fits of real Keras with everything that they reported. */
import { array, Callback, type Logs, type Model, NDArray } from '../../src/index.ts';
import { camelCase } from '../../src/train/names.ts';
import text from '../golden/training.json?raw';
import visionText from '../golden/vision.json?raw';
import { compiledNetwork, type GoldenCompile, type GoldenNetwork } from './goldenNetwork.ts';
import type { GoldenTensor } from './goldenParts.ts';

/** What a fit reported. */
export interface GoldenFit {
  readonly batches: readonly { readonly epoch: number; readonly begin: number; readonly end: number; readonly logs: Logs }[];
  readonly history: Readonly<Record<string, readonly number[]>>;
  readonly epochs: readonly number[];
  readonly params: object;
  readonly final_weights: readonly (readonly number[])[];
  readonly weights_after_step?: readonly (readonly (readonly number[])[])[];
}

/** A call by hand, with what it returned. */
export interface GoldenCall {
  readonly method: 'train_on_batch' | 'test_on_batch' | 'predict_on_batch';
  readonly rows: readonly [number, number];
  readonly sample_weight?: string;
  readonly class_weight?: Readonly<Record<string, number>>;
  readonly return_dict?: boolean;
  readonly returns: number | readonly number[] | Logs | GoldenTensor;
  readonly weights: readonly (readonly number[])[];
}

/** A run: what is done, and what Keras made of it. */
export interface GoldenCase extends GoldenFit {
  readonly name: string;
  readonly about: string;
  readonly network: GoldenNetwork;
  readonly compile: GoldenCompile;
  readonly data: string;
  readonly fit: Readonly<Record<string, unknown>>;
  readonly again?: Readonly<Record<string, unknown>>;
  readonly again_result?: GoldenFit;
  readonly initial_weights: readonly GoldenTensor[];
  readonly evaluate: { readonly list: number | readonly number[]; readonly dict: Logs };
  readonly predict_first_4: GoldenTensor | readonly GoldenTensor[];
  readonly results?: readonly GoldenCall[];
}

type DataSets = Readonly<Record<string, Readonly<Record<string, GoldenTensor | string>>>>;

const golden: { data: DataSets; cases: GoldenCase[] } = JSON.parse(text);
const vision: { data: DataSets; training: GoldenCase[] } = JSON.parse(visionText);
const dataSets: DataSets = { ...golden.data, ...vision.data };

/** All runs. */
export const trainingCases: readonly GoldenCase[] = [...golden.cases, ...vision.training];

/** A golden tensor as an array of ours. */
export function tensorOf({ shape, data, dtype }: GoldenTensor): NDArray {
  return array(dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data), shape);
}

/** The compiled model of a run with Keras's first weights. */
export function modelOf({ network, compile, initial_weights }: GoldenCase): Model {
  const model = compiledNetwork(network, compile);
  model.setWeights(initial_weights.map(tensorOf));
  return model;
}

/** One array of a run's data. */
export function dataOf({ data }: GoldenCase, name: string): NDArray {
  return tensorOf(dataSets[data]?.[name] as GoldenTensor);
}

/** Arguments of a fit: the names of arrays replaced by the arrays, keys in camelCase. */
export function fitArguments(run: GoldenCase, fit = run.fit): { x: unknown; y: unknown; options: Record<string, unknown> } {
  const { x, y, ...rest } = fit;
  const options = Object.entries(rest).filter(([, value]) => value !== null);
  const named = (key: string, value: unknown) => (['sample_weight', 'validation_data'].includes(key) ? pick(run, value) : value);
  return {
    x: pick(run, x),
    y: pick(run, y),
    options: { shuffle: false, verbose: 0, ...Object.fromEntries(options.map(([key, value]) => [camelCase(key), named(key, value)])) },
  };
}

function pick(run: GoldenCase, names: unknown): unknown {
  if (typeof names === 'string') return dataOf(run, names);
  if (Array.isArray(names)) return names.map((name) => pick(run, name));
  return Object.fromEntries(Object.entries(names as object).map(([key, name]) => [key, pick(run, name)]));
}

/** The first rows of an array, or of each array of an object; lists stay whole, as make.py slices the list itself. */
export function firstRows(x: unknown, count: number): unknown {
  if (Array.isArray(x)) return x;
  if (!(x instanceof NDArray)) return Object.fromEntries(Object.entries(x as object).map(([key, value]) => [key, firstRows(value, count)]));
  const [rows = 1, ...sample] = x.shape;
  return array(x.data.slice(0, (x.data.length / rows) * count), [count, ...sample]);
}

/** Writes down the logs of every batch hook, and the weights after the first steps. */
export class Recorder extends Callback {
  readonly batches: { epoch: number; begin: number; end: number; logs: Logs }[] = [];
  readonly weights: (readonly ArrayLike<number>[])[] = [];
  private readonly steps: number;
  private epoch = 0;
  private begin = 0;

  constructor(steps: number) {
    super();
    this.steps = steps;
  }

  override onEpochBegin(epoch: number): void {
    this.epoch = epoch;
  }

  override onTrainBatchBegin(batch: number): void {
    this.begin = batch;
  }

  override async onTrainBatchEnd(batch: number, logs: Logs): Promise<void> {
    this.batches.push({ epoch: this.epoch, begin: this.begin, end: batch, logs: { ...logs } });
    if (this.weights.length < this.steps) this.weights.push((await this.model.getWeights()).map(({ data }) => data));
  }
}
