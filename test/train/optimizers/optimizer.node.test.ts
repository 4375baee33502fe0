import { afterEach, describe, expect, it, vi } from 'vitest';
import { placeholder, Trace } from '../../../src/runtime/graph/leaf.ts';
import { Compiled } from '../../../src/train/compile.ts';
import { zeros } from '../../../src/train/initializers/index.ts';
import { adam, adamW, Optimizer, rmsprop, sgd } from '../../../src/train/optimizers/index.ts';
import { resolveOptimizer } from '../../../src/train/optimizers/resolve.ts';
import { Weight } from '../../../src/train/weight.ts';

const weight = (name: string, shape: readonly number[] = [2, 3]) => new Weight({ name, shape, initializer: zeros() });

/** What Keras 3.15's `get_config` gives for every optimizer. */
const shared = {
  weight_decay: null,
  clipnorm: null,
  global_clipnorm: null,
  clipvalue: null,
  use_ema: false,
  ema_momentum: 0.99,
  ema_overwrite_frequency: null,
  loss_scale_factor: null,
  gradient_accumulation_steps: null,
};

describe('optimizers', () => {
  it.each([
    [sgd(), { ...shared, name: 'sgd', learning_rate: 0.01, momentum: 0, nesterov: false }],
    [adam(), { ...shared, name: 'adam', learning_rate: 0.001, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, amsgrad: false }],
    [
      adamW(),
      { ...shared, name: 'adam_w', learning_rate: 0.001, weight_decay: 0.004, beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7, amsgrad: false },
    ],
    [rmsprop(), { ...shared, name: 'rm_sprop', learning_rate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false }],
  ])('$className has the configuration of Keras', (optimizer, config) => {
    expect(optimizer.getConfig()).toEqual(config);
  });

  it('keep the options they are given', () => {
    const options = {
      learningRate: 0.5,
      weightDecay: 0.1,
      globalClipnorm: 2,
      useEma: true,
      emaMomentum: 0.5,
      emaOverwriteFrequency: 3,
      name: 'own',
    };
    expect(sgd({ ...options, momentum: 0.8, nesterov: true }).getConfig()).toEqual({
      ...shared,
      name: 'own',
      learning_rate: 0.5,
      weight_decay: 0.1,
      global_clipnorm: 2,
      use_ema: true,
      ema_momentum: 0.5,
      ema_overwrite_frequency: 3,
      momentum: 0.8,
      nesterov: true,
    });
    expect(rmsprop({ rho: 0.5, momentum: 0.25, epsilon: 0.1, centered: true }).getConfig()).toMatchObject({
      rho: 0.5,
      momentum: 0.25,
      epsilon: 0.1,
      centered: true,
    });
    expect(adam({ beta1: 0.5, beta2: 0.25, epsilon: 0.1, amsgrad: true }).getConfig()).toMatchObject({
      beta_1: 0.5,
      beta_2: 0.25,
      epsilon: 0.1,
      amsgrad: true,
    });
  });

  it.each([
    [() => adam({ learningRate: Number.NaN }), 'Cannot make Adam: learningRate is NaN, it must be a finite number, 0 or more'],
    [() => adam({ learningRate: -1 }), 'Cannot make Adam: learningRate is -1'],
    [() => sgd({ learningRate: Number.POSITIVE_INFINITY }), 'Cannot make SGD: learningRate is Infinity'],
    [() => adam({ beta1: 1 }), 'Cannot make Adam: beta1 is 1, it must be a number from 0 up to, but not including, 1'],
    [() => adamW({ beta2: -0.1 }), 'Cannot make AdamW: beta2 is -0.1'],
    [() => adam({ epsilon: -1e-7 }), 'Cannot make Adam: epsilon is -1e-7, it must be a finite number, 0 or more'],
    [() => sgd({ momentum: -0.5 }), 'Cannot make SGD: momentum is -0.5, it must be a number from 0 to 1'],
    [() => rmsprop({ momentum: 1.5 }), 'Cannot make RMSprop: momentum is 1.5'],
    [() => rmsprop({ rho: 1 }), 'Cannot make RMSprop: rho is 1'],
    [() => rmsprop({ epsilon: Number.NaN }), 'Cannot make RMSprop: epsilon is NaN'],
    [() => sgd({ weightDecay: -1 }), 'Cannot make SGD: weightDecay is -1'],
    [() => sgd({ clipnorm: 0 }), 'Cannot make SGD: clipnorm is 0, it must be a positive number'],
    [() => sgd({ clipvalue: Number.NaN }), 'Cannot make SGD: clipvalue is NaN'],
    [() => sgd({ clipnorm: 1, globalClipnorm: 2 }), 'Cannot make SGD: clipnorm and globalClipnorm are given, only one of them may be'],
    [() => sgd({ useEma: true, emaMomentum: 1.1 }), 'Cannot make SGD: emaMomentum is 1.1, it must be a number from 0 to 1'],
    [
      () => sgd({ useEma: true, emaOverwriteFrequency: 0.5 }),
      'Cannot make SGD: emaOverwriteFrequency is 0.5, it must be a positive integer',
    ],
  ])('refuse %s', (make, message) => {
    expect(make).toThrow(RangeError);
    expect(make).toThrow(message);
  });

  it('refuse other kinds with TypeError', () => {
    expect(() => adam({ learningRate: {} as number })).toThrow(
      new TypeError('Cannot make Adam: learningRate is an object, it must be a finite number, 0 or more'),
    );
  });

  it('take null for an option that is left out, as files write it', () => {
    expect(
      adam({ weightDecay: null, clipnorm: null, clipvalue: null, globalClipnorm: null, emaOverwriteFrequency: null }).getConfig(),
    ).toEqual(adam().getConfig());
  });
});

describe('Optimizer', () => {
  afterEach(() => vi.restoreAllMocks());

  it('learningRate tells the model of a new rate, and refuses one that is none', () => {
    const optimizer = adam();
    const told = vi.fn();
    optimizer.onLearningRate = told;
    optimizer.learningRate = 0.25;
    expect(told).toHaveBeenCalledExactlyOnceWith(0.25);
    expect(() => {
      optimizer.learningRate = Number.NaN;
    }).toThrow(new RangeError('Cannot set the learning rate: it is NaN, it must be a finite number, 0 or more'));
    expect(optimizer.learningRate).toBe(0.25);
  });

  it('savedVariables are in the order of Keras, without the corrections of Adam', () => {
    const optimizer = adam({ amsgrad: true, useEma: true });
    optimizer.build([weight('kernel'), weight('bias', [3])]);
    const names = ['iteration', 'learning_rate', 'kernel_average', 'bias_average'];
    const slots = ['kernel_momentum', 'kernel_velocity', 'bias_momentum', 'bias_velocity', 'kernel_velocity_hat', 'bias_velocity_hat'];
    expect(optimizer.savedVariables.map(({ name }) => name)).toEqual([...names, ...slots]);
    const all = optimizer.variables.map(({ variable }) => variable);
    expect(all).toEqual(expect.arrayContaining([...optimizer.savedVariables]));
    expect(all.length).toBe(optimizer.savedVariables.length + 2);
  });

  it('variables start with the learning rate and the steps taken', () => {
    const optimizer = sgd({ learningRate: 0.5 });
    optimizer.iterations = 7;
    expect(optimizer.variables.map(({ initial }) => initial)).toEqual([7, 0.5]);
  });

  it('build() changes nothing for the same weights and refuses others', () => {
    const optimizer = adam();
    const [kernel, bias] = [weight('kernel'), weight('bias', [3])];
    optimizer.build([kernel, bias]);
    const before = optimizer.variables;
    optimizer.build([kernel, bias]);
    optimizer.build([bias]);
    expect(optimizer.variables).toEqual(before);
    expect(() => optimizer.build([weight('stranger')])).toThrow('Cannot use adam for stranger: it was built for other weights');
  });

  it('restored() gives the corrections of Adam after a number of steps, in f64', () => {
    expect(
      adam({ beta1: 0.5, beta2: 0.75 })
        .restored(3)
        .map(({ initial }) => initial),
    ).toEqual([0.875, 1 - 0.75 ** 3]);
    expect(sgd().restored(3)).toEqual([]);
  });

  it('apply() warns once of weights without a gradient and leaves them out', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
    const optimizer = sgd();
    const [kernel, bias] = [weight('kernel'), weight('bias', [3])];
    optimizer.build([kernel, bias]);
    const written = () => {
      const trace = new Trace();
      trace.run(() => optimizer.apply([placeholder('g', [2, 3]), undefined], [kernel, bias]));
      return trace.writes.map(({ node }) => (node.attributes as { variable: { name: string } }).variable.name);
    };
    expect(written()).toEqual(['kernel', 'iteration']);
    expect(written()).toEqual(['kernel', 'iteration']);
    expect(warn).toHaveBeenCalledExactlyOnceWith('The loss does not depend on these weights, which stay as they are: bias');
  });

  it('apply() throws when the loss depends on no weight', () => {
    const optimizer = sgd();
    const kernel = weight('kernel');
    optimizer.build([kernel]);
    expect(() => new Trace().run(() => optimizer.apply([undefined], [kernel]))).toThrow(
      'Cannot update the weights: the loss depends on none of them',
    );
  });

  it('can be extended with build() and update()', () => {
    class Own extends Optimizer {
      override build(weights: readonly Weight[]): void {
        super.build(weights);
        for (const each of weights) this.addSlot('memory', each, 0.5);
      }
      update(): void {}
    }
    const optimizer = new Own();
    optimizer.build([weight('kernel')]);
    expect(optimizer.name).toBe('own');
    expect(optimizer.variables.map(({ variable, initial }) => [variable.name, initial])).toContainEqual(['kernel_memory', 0.5]);
    expect(() => optimizer.slot('other', weight('kernel'))).toThrow('Cannot update kernel: it has no slot other');
  });
});

describe('resolveOptimizer()', () => {
  it.each(['sgd', 'SGD', 'adam', 'Adam', 'adamw', 'AdamW', 'adam_w', 'rmsprop', 'RMSprop'])('knows %s', (name) => {
    expect(resolveOptimizer(name).className.toLowerCase()).toBe(name.replace('_', '').toLowerCase());
  });

  it('gives objects as they are', () => {
    const own = adam();
    expect(resolveOptimizer(own)).toBe(own);
  });

  it('is asked for rmsprop by compile() without an optimizer', () => {
    expect(new Compiled({}, undefined).optimizer.className).toBe('RMSprop');
  });

  it('refuses unknown names and other kinds', () => {
    expect(() => resolveOptimizer('addam')).toThrow(new RangeError("Cannot find the optimizer 'addam': did you mean 'adam'?"));
    expect(() => resolveOptimizer(3 as unknown as string)).toThrow(
      new TypeError('Cannot use an optimizer: it is a number, it must be a string or an Optimizer'),
    );
  });
});
