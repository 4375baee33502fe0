/** Training with blocks that are computed again gives the bits of training without, on a software adapter. */
import { describe, expect, it } from 'vitest';
import {
  add,
  batchNormalization,
  conv2D,
  dense,
  dropout,
  flatten,
  functional,
  gaussianNoise,
  input,
  Layer,
  type Model,
  ops,
  reLU,
  remat,
  rematScope,
  reshape,
  sequential,
  setRandomSeed,
  type Tensor,
} from '../../src/index.ts';
import { clearSession } from '../../src/train/names.ts';
import { bitsOf, DATA } from '../support/tinyModel.ts';

/** `remat`, or a function that gives back its argument. */
type Mark = <T extends object>(part: T) => T;

const classes = () => dense(2, { activation: 'softmax' });

function noisy(mark: Mark): Model {
  const layers = [dense(6, { activation: 'tanh' }), batchNormalization(), dropout(0.3), dense(4), gaussianNoise(0.1), reLU()];
  return mark(sequential(layers));
}

function nested(mark: Mark): Model {
  const outer = mark(sequential([noisy(mark), mark(sequential([dense(4, { activation: 'gelu' }), noisy(mark)]))]));
  return sequential([dense(4, { inputShape: [3] }), outer, classes()]);
}

/** A block used twice, with a layer inside that is used outside as well. */
function shared(mark: Mark): Model {
  const x = input([3]);
  const inner = dense(4, { activation: 'sigmoid' });
  const block = mark(sequential([inner, batchNormalization(), dropout(0.3), dense(4, { activation: 'gelu' })]));
  const hidden = dense(4).apply(x);
  const first = block.apply(hidden);
  const sum = add().apply([block.apply(first), inner.apply(hidden), first]);
  return functional({ inputs: x, outputs: classes().apply(sum) });
}

/** A block whose inner value is used by its output, outside, and by a loss. */
function forked(mark: Mark): Model {
  const [x, start] = [input([3]), input([3])];
  const hidden = dense(4, { activation: 'tanh', activityRegularizer: 'l2' }).apply(start);
  const end = dense(4, { activation: 'silu' }).apply(dense(4, { activation: 'tanh' }).apply(hidden));
  class Pair extends Layer {
    readonly block = mark(functional({ inputs: start, outputs: [end, hidden] }));
    override call(inputs: Tensor): Tensor {
      const [left, right] = this.block.run(inputs) as readonly [Tensor, Tensor];
      return ops.add(left, ops.tanh(ops.multiply(right, left)));
    }
  }
  return functional({ inputs: x, outputs: classes().apply(new Pair().apply(x)) });
}

/** A residual block of convolutions; what it computes is a function of tensors. */
class Residual extends Layer {
  readonly mark: Mark;
  readonly parts: readonly Layer[];

  constructor(mark: Mark, channels: number) {
    super();
    this.mark = mark;
    const convolution = () => conv2D(channels, 3, { padding: 'same' });
    this.parts = [convolution(), batchNormalization(), reLU(), convolution(), batchNormalization()];
  }

  override call(x: Tensor): Tensor {
    return ops.relu(ops.add(x, this.mark((start: Tensor) => this.parts.reduce((value, layer) => layer.apply(value), start))(x)));
  }
}

function residual(mark: Mark, channels = 4): Model {
  const blocks = [new Residual(mark, channels), new Residual(mark, channels)];
  return sequential([dense(9 * channels, { inputShape: [3] }), reshape([3, 3, channels]), ...blocks, flatten(), classes()]);
}

/** Channels that are filled up, in blocks and around them. */
function sixChannels(mark: Mark): Model {
  return residual(mark, 6);
}

function sixChannelsInARow(mark: Mark): Model {
  const convolution = () => conv2D(6, 3, { padding: 'same', activation: 'relu' });
  const block = () => mark(sequential([convolution(), batchNormalization(), dropout(0.3), convolution()]));
  return sequential([
    dense(54, { inputShape: [3] }),
    reshape([3, 3, 6]),
    convolution(),
    block(),
    block(),
    convolution(),
    flatten(),
    classes(),
  ]);
}

function everyLayer(mark: Mark): Model {
  const make = () => sequential([dense(4, { inputShape: [3], activation: 'gelu' }), noisy((part) => part), classes()]);
  return mark === unmarked ? make() : rematScope({ mode: 'full' }, make);
}

const unmarked: Mark = (part) => part;
const marked = remat as Mark;
const MODELS = { nested, shared, forked, residual, sixChannels, sixChannelsInARow, everyLayer };

/** Losses and metrics of three epochs, and the weights after them. */
async function trained(make: (mark: Mark) => Model, mark: Mark) {
  clearSession();
  setRandomSeed(1);
  const model = make(mark);
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  const { activations } = await model.memoryPlan(64);
  const { history } = await model.fit(DATA.x, DATA.y, { batchSize: 5, epochs: 3, verbose: 0 });
  const bits = await bitsOf(model);
  model.dispose();
  return { activations, result: { history, bits } };
}

describe('remat()', () => {
  it.each(Object.keys(MODELS) as (keyof typeof MODELS)[])('changes no bit of training: %s', async (name) => {
    const [kept, replayed] = [await trained(MODELS[name], unmarked), await trained(MODELS[name], marked)];
    expect(replayed.result).toEqual(kept.result);
    expect(kept.result.history.loss?.every(Number.isFinite)).toBe(true);
    // Another plan was run: the comparison is of two different programs.
    expect(replayed.activations).not.toBe(kept.activations);
  });
});
