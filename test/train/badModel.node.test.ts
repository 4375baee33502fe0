import { beforeEach, describe, expect, it } from 'vitest';
import { clearSession, dense, dropout, functional, input, Layer, sequential } from '../../src/index.ts';
import { requireLoss } from '../../src/train/inputs.ts';

class Penalised extends Layer {
  override call(x: never) {
    this.addLoss(x);
    return x;
  }
}

class Silent extends Layer {
  override computeOutputShape() {
    return [null, 2];
  }

  override call() {
    return undefined as never;
  }
}

beforeEach(() => clearSession());

describe('a model without a loss', () => {
  const check = (layers: Layer[]) => {
    const model = sequential(layers);
    model.compile();
    requireLoss(model, model.dataTarget);
  };

  it('is refused, unless layers add losses', () => {
    expect(() => check([dense(2, { inputShape: [3] }), dropout(0.5)])).toThrow(
      new TypeError("Cannot train sequential: it was compiled without a loss, call compile({ loss }) with one such as 'mse'"),
    );
    check([dense(2, { inputShape: [3], kernelRegularizer: 'l2' })]);
    check([dense(2, { inputShape: [3], activityRegularizer: 'l2' })]);
    check([new Penalised({ inputShape: [3] })]);
  });
});

describe('functional() refuses', () => {
  const x = input([3]);
  const table: readonly (readonly [what: string, options: unknown, message: string])[] = [
    ['a misspelt key', { input: x, outputs: x }, "Cannot use option 'input': functional has no such option, did you mean 'inputs'?"],
    ['no options', undefined, 'Cannot make the model: the options are undefined, they must be { inputs, outputs }'],
    ['no inputs', { outputs: x }, 'inputs is undefined, it must be a symbolic tensor'],
    ['a layer as output', { inputs: x, outputs: [dense(2)] }, 'outputs[0] is a Dense, it must be a symbolic tensor'],
    ['no outputs', { inputs: x, outputs: [] }, 'outputs is an empty array, it must be a symbolic tensor'],
  ];
  it.each(table)('%s', (_, options, message) => {
    expect(() => functional(options as never)).toThrow(TypeError);
    expect(() => functional(options as never)).toThrow(message);
  });
});

it('a call() that returns nothing is named', () => {
  const x = input([3]);
  const model = functional({ inputs: x, outputs: new Silent().apply(x) });
  model.compile();
  expect(() => requireLoss(model, model.dataTarget)).toThrow(
    new TypeError('silent: Cannot run the layer: its call() returns undefined, it must return a tensor for each output'),
  );
});
