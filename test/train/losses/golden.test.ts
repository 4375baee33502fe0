import { describe, expect, it } from 'vitest';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import type { Loss, Reduction } from '../../../src/train/losses/index.ts';
import * as losses from '../../../src/train/losses/index.ts';
import text from '../../golden/losses.json?raw';
import { close } from '../../support/checkOp.ts';
import { type GoldenPart, type GoldenTensor, makePart } from '../../support/goldenParts.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';

type Reduced = Readonly<Record<Exclude<Reduction, 'none'>, number>> & { readonly none: GoldenTensor; readonly gradient: GoldenTensor };

interface Case {
  readonly loss: GoldenPart;
  readonly about: string;
  readonly y_true: GoldenTensor;
  readonly y_pred: GoldenTensor;
  readonly sample_weight: GoldenTensor;
  readonly per_sample: GoldenTensor;
  readonly unweighted: Reduced;
  readonly weighted: Reduced | { readonly error: unknown };
}

const golden: { cases: Case[] } = JSON.parse(text);
const cases = golden.cases
  .filter(({ loss }) => loss.class in losses)
  .map((entry, number) => ({ ...entry, number, name: entry.loss.class }));

const REDUCTIONS = ['sum_over_batch_size', 'sum', 'mean', 'mean_with_sample_weight', 'none'] as const;

/** Weights [n] for values [n, steps] are weights of samples here; Keras refuses them, or takes them for weights of steps. */
const OTHER_WEIGHTS = /weights \(n,\)/;

function outputs(part: GoldenPart, yTrue: Tensor, yPred: Tensor, weight: Tensor | undefined): readonly Tensor[] {
  const make = (reduction: Reduction) => makePart<Loss>(losses, { ...part, config: { ...part.config, reduction } });
  const values = REDUCTIONS.map((reduction) => make(reduction).compute(yTrue, yPred, weight));
  const [gradient] = gradients(make('sum_over_batch_size').compute(yTrue, yPred, weight), [yPred]);
  return [makePart<Loss>(losses, part).call(yTrue, yPred), ...values, gradient as Tensor];
}

function compare(actual: readonly Float32Array[], entry: Case, expected: Reduced): void {
  close(actual[0] as Float32Array, entry.per_sample.data, [1e-5, 1e-6], 'per sample');
  REDUCTIONS.forEach((reduction, i) => {
    const value = reduction === 'none' ? expected.none.data : [expected[reduction]];
    close(actual[i + 1] as Float32Array, value, [1e-5, 1e-6], reduction);
  });
  const gradient = actual.at(-1) as Float32Array;
  const wanted = expected.gradient.data.map((value, i) => (atKink(entry, i) ? (gradient[i] as number) : value));
  close(gradient, wanted, [1e-4, 1e-5], 'gradient');
}

/** The slope of |d| at 0 is 0 here, as in TensorFlow and PyTorch; JAX, with which the file was made, takes 1. */
function atKink({ loss, y_true, y_pred }: Case, i: number): boolean {
  return loss.class === 'MeanAbsoluteError' && y_true.data[i] === y_pred.data[i];
}

describe.each(Object.values(PROFILES))('losses on the $name profile', (profile) => {
  it.each(cases)('$number $name $about: values, reductions and gradients of Keras', async (entry) => {
    const { loss, y_true, y_pred, unweighted } = entry;
    compare(await evaluate((y, p) => outputs(loss, y as Tensor, p as Tensor, undefined), [y_true, y_pred], profile), entry, unweighted);
  });

  it.each(cases.filter(({ about }) => !OTHER_WEIGHTS.test(about)))('$number $name $about: the same, weighted', async (entry) => {
    const { loss, y_true, y_pred, sample_weight, weighted } = entry;
    const actual = await evaluate((y, p, w) => outputs(loss, y as Tensor, p as Tensor, w), [y_true, y_pred, sample_weight], profile);
    compare(actual, entry, weighted as Reduced);
  });
});

it('the golden file holds the cases that are checked', () => {
  expect(new Set(cases.map(({ name }) => name)).size).toBe(6);
  expect(cases).toHaveLength(36);
});
