/** The table of options that `fit` refuses, with the message of each. */
import { describe, expect, it } from 'vitest';
import { checkFitOptions, checkOptionNames, FIT_OPTIONS } from '../../src/train/options.ts';

/** What a caller without types passes. */
function check(options: object): void {
  checkFitOptions(options);
}

describe('checkFitOptions()', () => {
  it('accepts what Keras accepts', () => {
    check({});
    check({ batchSize: 32, epochs: 0, initialEpoch: 3, verbose: 'auto', validationSplit: 0, validationFreq: 2, shuffle: 'batch' });
    check({
      batchSize: undefined,
      stepsPerEpoch: 10,
      validationSteps: 1,
      validationBatchSize: 7,
      validationFreq: [1, 5],
      verbose: 0,
      validationSplit: 0.2,
    });
  });

  it.each([
    [{ batchSize: 0 }, RangeError, 'Cannot use batchSize: it is 0, it must be a positive integer'],
    [{ batchSize: 1.5 }, RangeError, 'it is 1.5'],
    [{ batchSize: -4 }, RangeError, 'it is -4'],
    [{ batchSize: Number.NaN }, RangeError, 'it is NaN'],
    [{ batchSize: '32' }, TypeError, "it is '32'"],
    [{ batchSize: null }, TypeError, 'it is null'],
    [{ epochs: -1 }, RangeError, 'Cannot use epochs: it is -1, it must be an integer, 0 or more'],
    [{ epochs: Number.POSITIVE_INFINITY }, RangeError, 'it is Infinity'],
    [{ initialEpoch: 0.5 }, RangeError, 'Cannot use initialEpoch'],
    [{ stepsPerEpoch: 0 }, RangeError, 'Cannot use stepsPerEpoch'],
    [{ validationSteps: 0 }, RangeError, 'Cannot use validationSteps'],
    [{ validationBatchSize: 0 }, RangeError, 'Cannot use validationBatchSize'],
    [{ validationSplit: 1 }, RangeError, 'Cannot use validationSplit: it is 1'],
    [{ validationSplit: -0.1 }, RangeError, 'it is -0.1'],
    [{ validationSplit: Number.NaN }, RangeError, 'it is NaN'],
    [{ validationSplit: [0.2] }, TypeError, 'it is an array'],
    [{ validationFreq: 0 }, RangeError, 'Cannot use validationFreq: it is 0'],
    [{ validationFreq: [1, 0] }, RangeError, 'Cannot use validationFreq[1]: it is 0'],
    [{ validationFreq: [undefined] }, TypeError, 'Cannot use validationFreq[0]: it is null'],
    [{ validationFreq: [] }, RangeError, 'it is an empty array'],
    [{ verbose: 3 }, RangeError, "Cannot use verbose: it is 3, it must be 0 or 1 or 2 or 'auto'"],
    [{ verbose: true }, TypeError, 'it is true'],
    [{ shuffle: 'rows' }, TypeError, "Cannot use shuffle: it is 'rows', it must be true or false or 'batch'"],
    [{ batch_size: 32 }, TypeError, "Cannot use option 'batch_size': fit has no such option, did you mean 'batchSize'?"],
    [{ validation: 1 }, TypeError, "fit has no such option, did you mean 'validation"],
    [{ colour: 1 }, TypeError, "it must be one of 'batchSize', 'epochs'"],
  ])('refuses %o', (options, kind, message) => {
    expect(() => check(options)).toThrow(kind);
    expect(() => check(options)).toThrow(message);
  });
});

describe('checkOptionNames()', () => {
  it('names the call and accepts all known options', () => {
    checkOptionNames('fit', Object.fromEntries(FIT_OPTIONS.map((name) => [name, 1])), FIT_OPTIONS);
    expect(() => checkOptionNames('evaluate', { epochs: 1 }, ['batchSize'])).toThrow(
      "Cannot use option 'epochs': evaluate has no such option",
    );
  });
});
