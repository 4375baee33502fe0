import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { adam, clearSession, dense, Dense, dropout, functional, input, Layer, type Model, sequential, type Tensor, ops } from '../../src/index.ts';
import type { SummaryOptions } from '../../src/train/summary.ts';
import { buildNetwork, type GoldenNetwork } from '../support/goldenNetwork.ts';

interface GoldenSummary {
  readonly about: string;
  readonly options: { readonly expand_nested?: boolean; readonly show_trainable?: boolean };
  readonly text: string;
}

const golden = (name: string) => JSON.parse(readFileSync(new URL(`../golden/${name}.json`, import.meta.url), 'utf8'));
const summaries: readonly GoldenSummary[] = golden('names').summaries;
const networks: Readonly<Record<string, GoldenNetwork>> = Object.fromEntries(
  golden('training').cases.map(({ name, network }: { name: string; network: GoldenNetwork }) => [name, network]),
);

const part = (name: string, config: object = {}) => ({ class: name, config: config as Record<string, unknown> });
const DROPOUT = [part('Dense', { units: 8, activation: 'relu' }), part('Dropout', { rate: 0.5 }), part('Dense', { units: 3 })];
const SHAPES = [
  part('Rescaling', { scale: 0.5 }),
  part('Flatten'),
  part('Dense', { units: 40 }),
  part('ReLU'),
  part('Reshape', { target_shape: [8, 5] }),
  part('PReLU'),
  part('LeakyReLU'),
];

function fitted(): Model {
  const model = buildNetwork(networks.mlp as GoldenNetwork);
  model.compile({ optimizer: adam({ learningRate: 0.01 }), loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  model.optimizer.iterations = 1;
  return model;
}

function compiledOnly(): Model {
  const model = buildNetwork({ input: [6], layers: DROPOUT });
  model.compile({ optimizer: 'adam', loss: 'mse' });
  return model;
}

function nested(): Model {
  clearSession();
  const inner = sequential([dense(3, { activation: 'relu', inputShape: [4] }), dense(2)], { name: 'inner' });
  const x = input([4], { name: 'x' });
  return functional({ inputs: x, outputs: dense(1).apply(inner.apply(x)), name: 'outer' });
}

const makers: Readonly<Record<string, () => Model>> = {
  'sequential, built, with dropout': () => buildNetwork({ input: [6], layers: DROPOUT }),
  'sequential, not built': () => buildNetwork({ layers: DROPOUT }),
  'sequential, shapes of several axes': () => buildNetwork({ input: [4, 4, 2], layers: SHAPES }),
  'functional, two inputs': () => buildNetwork(networks.functional as GoldenNetwork),
  'compiled and fitted: optimizer params': fitted,
  'compiled, not fitted': compiledOnly,
  'first layer frozen': () => buildNetwork(networks.frozen as GoldenNetwork),
  'with the trainable column': () => buildNetwork(networks.frozen as GoldenNetwork),
  'a model inside a model': nested,
  'and opened': nested,
  'large counts': () => buildNetwork({ input: [1000], layers: [part('Dense', { units: 2000 }), part('Dense', { units: 10 })] }),
};

function printed(model: Model, options: SummaryOptions = {}): string {
  const lines: string[] = [];
  model.summary({ print: (line) => lines.push(line), ...options });
  return lines.map((line) => `${line}\n`).join('');
}

describe('summary()', () => {
  it.each(summaries)('prints the text of Keras: $about', ({ about, options, text }) => {
    const maker = makers[about] as () => Model;
    expect(printed(maker(), { expandNested: options.expand_nested ?? false, showTrainable: options.show_trainable ?? false })).toBe(text);
  });

  it('prints the console without a print function', () => {
    const log = console.log;
    const lines: unknown[] = [];
    console.log = (line: unknown) => lines.push(line);
    try {
      buildNetwork({ input: [6], layers: DROPOUT }).summary();
    } finally {
      console.log = log;
    }
    expect(lines[0]).toBe('Model: "sequential"');
  });
});
