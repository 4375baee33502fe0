import { describe, expect, it } from 'vitest';
import type { Optimizer } from '../../../src/train/optimizers/index.ts';
import * as optimizers from '../../../src/train/optimizers/index.ts';
import text from '../../golden/optimizers.json?raw';
import { close } from '../../support/checkOp.ts';
import { type GoldenPart, type GoldenTensor, makePart } from '../../support/goldenParts.ts';
import { PROFILES } from '../../support/gpu.ts';
import { startOptimizer, weightOf } from '../../support/optimizerRun.ts';

interface Case {
  readonly name: string;
  readonly optimizer: GoldenPart;
  readonly exclude?: readonly string[];
  readonly learning_rates?: Readonly<Record<string, number>>;
  readonly after_step: readonly (readonly number[])[][];
  readonly variables: readonly (GoldenTensor & { readonly name: string })[];
  readonly iterations: number;
  readonly finalized?: readonly (readonly number[])[];
}

const golden: { variable_names: string[]; start: GoldenTensor[]; gradients: number[][][]; cases: Case[] } = JSON.parse(text);

/** Not part of this library yet: other classes, gradient accumulation, schedules, loss scaling. */
const LATER = ['gradient_accumulation_steps', 'loss_scale_factor'];
const cases = golden.cases.filter(({ optimizer: { class: name, config } }) => {
  const known = ['SGD', 'Adam', 'AdamW', 'RMSprop'].includes(name);
  return known && typeof config.learning_rate !== 'object' && !LATER.some((key) => key in config);
});

/** Ten steps of weights: relative 1e-4, absolute 1e-5, as everywhere in this project; slots hold squares and so are as good. */
const TOLERANCE = [1e-4, 1e-5] as const;

function start({ optimizer: part, exclude }: Case): Optimizer {
  const optimizer = makePart<Optimizer>(optimizers, part);
  if (exclude) optimizer.excludeFromWeightDecay({ names: exclude });
  return optimizer;
}

describe.each(Object.values(PROFILES))('optimizers on the $name profile', (profile) => {
  it.each(cases)('$name gives the weights and variables of Keras after each of ten steps', async (expected) => {
    const optimizer = start(expected);
    const weights = golden.start.map((values, i) => weightOf(golden.variable_names[i] as string, values));
    const run = await startOptimizer(optimizer, weights, { profile });
    for (const [step, gradients] of golden.gradients.entries()) {
      const rate = expected.learning_rates?.[step];
      if (rate !== undefined) optimizer.learningRate = rate;
      run.step(gradients);
      const values = await run.read(weights);
      for (const [i, value] of values.entries())
        close(value, expected.after_step[step]?.[i] ?? [], TOLERANCE, `step ${step}, ${weights[i]?.name}`);
    }
    const saved = await run.read(optimizer.savedVariables);
    expect(optimizer.savedVariables.map(({ name }) => name)).toEqual(expected.variables.map(({ name }) => name.replace('dense_', '')));
    for (const [i, value] of saved.entries()) close(value, expected.variables[i]?.data ?? [], TOLERANCE, expected.variables[i]?.name ?? '');
    if (expected.finalized) {
      await run.finalize();
      const last = await run.read(weights);
      for (const [i, value] of last.entries()) close(value, expected.finalized?.[i] ?? [], TOLERANCE, `finalized ${i}`);
    }
    run.dispose();
  });
});

it('the golden file holds the cases that are checked', () => {
  expect(cases.map(({ name }) => name)).toEqual(
    expect.arrayContaining([
      'sgd',
      'sgd_momentum',
      'sgd_nesterov',
      'adam',
      'adam_amsgrad',
      'adamw_exclude',
      'rmsprop_momentum_centered',
      'clipnorm',
      'ema_overwrite',
    ]),
  );
  expect(cases).toHaveLength(22);
});
