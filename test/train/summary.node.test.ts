import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  adam,
  clearSession,
  dense,
  functional,
  input,
  Layer,
  type Model,
  ops,
  type SymbolicTensor,
  sequential,
  type Tensor,
} from '../../src/index.ts';
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

  it('prints to the console without a print function', () => {
    const log = console.log;
    const lines: unknown[] = [];
    console.log = (line: unknown) => lines.push(line);
    try {
      buildNetwork({ input: [6], layers: DROPOUT }).summary();
    } finally {
      console.log = log;
    }
    expect(lines[0]).toBe('Model: "sequential"');
    expect(lines).toHaveLength(13);
  });

  it('rounds sizes as Python does, halves to even', () => {
    const model = sequential([dense(36, { useBias: false, inputShape: [8] })], { name: 'm' });
    expect(printed(model, { lineLength: 60 })).toContain(' Total params: 288 (1.12 KB)\n');
  });

  it('fits any line length: wraps at blanks and cuts long words', () => {
    clearSession();
    const x = input([3], { name: 'x' });
    const [first, second] = new Two({ name: 'two' }).apply(x) as unknown as [SymbolicTensor, SymbolicTensor];
    const y = dense(2, { name: 'a_layer_with_a_long_name' }).apply(second);
    expect(printed(functional({ inputs: x, outputs: [first, y] }), { lineLength: 50 })).toBe(NARROW);
  });

  it('opens models that are not built, and models in a graph with connections', () => {
    clearSession();
    const unbuilt = sequential([sequential([dense(3), dense(2)], { name: 'inner' }), dense(1)]);
    expect(printed(unbuilt, { expandNested: true }).split('\n').slice(4, 7)).toEqual(UNBUILT);
    clearSession();
    const x = input([3], { name: 'x' });
    const inner = sequential([dense(2, { inputShape: [3] })], { name: 'inner' });
    const outer = functional({ inputs: x, outputs: [inner.apply(x), dense(2).apply(x)] });
    expect(printed(outer, { expandNested: true }).split('\n').slice(6, 11)).toEqual(CONNECTED);
  });

  it('refuses a line too short for its columns', () => {
    const model = buildNetwork({ input: [6], layers: DROPOUT });
    const message = 'Cannot print the summary: lineLength is 12, that leaves no room for the columns, it must be larger';
    expect(() => printed(model, { lineLength: 12 })).toThrow(new RangeError(message));
  });
});

/** A layer with two outputs. */
class Two extends Layer {
  override call(x: Tensor): readonly Tensor[] {
    return [ops.multiply(x, 2), ops.add(x, 1)];
  }

  override get className(): string {
    return 'Two';
  }
}

const NARROW = `Model: "functional"
┏━━━━━━━━━━━━━━━━━━━━━┳━━━━━━━━━━━━━━━━┳━━━━━━━━━┓
┃ Layer (type)        ┃ Output Shape   ┃ Param # ┃
┡━━━━━━━━━━━━━━━━━━━━━╇━━━━━━━━━━━━━━━━╇━━━━━━━━━┩
│ x (InputLayer)      │ (None, 3)      │       0 │
├─────────────────────┼────────────────┼─────────┤
│ two (Two)           │ [(None, 3),    │       0 │
│                     │ (None, 3)]     │         │
├─────────────────────┼────────────────┼─────────┤
│ a_layer_with_a_lon… │ (None, 2)      │       8 │
│ (Dense)             │                │         │
└─────────────────────┴────────────────┴─────────┘
 Total params: 8 (32.00 B)
 Trainable params: 8 (32.00 B)
 Non-trainable params: 0 (0.00 B)
`;

const UNBUILT = [
  '│ inner (Sequential)                │ ?                        │   0 (unbuilt) │',
  '├───────────────────────────────────┼──────────────────────────┼───────────────┤',
  '│    └ dense (Dense)                │ ?                        │   0 (unbuilt) │',
];

const CONNECTED = [
  '│ inner (Sequential)    │ (None, 2)         │           8 │ x[0][0]            │',
  '├───────────────────────┼───────────────────┼─────────────┼────────────────────┤',
  '│    └ dense (Dense)    │ (None, 2)         │           8 │ -                  │',
  '├───────────────────────┼───────────────────┼─────────────┼────────────────────┤',
  '│ dense_1 (Dense)       │ (None, 2)         │           8 │ x[0][0]            │',
];
