/** The options of `npm run train`: defaults, ranges and what is refused. */
import { describe, expect, it } from 'vitest';
import { parseTrainOptions, USAGE, UsageError } from '../../scripts/trainOptions.ts';

describe('parseTrainOptions()', () => {
  it('trains MNIST as it usually is without options', () => {
    expect(parseTrainOptions([])).toEqual({
      example: 'mnist',
      epochs: undefined,
      batchSize: 32,
      limit: undefined,
      seed: undefined,
      out: 'runs/mnist',
      headful: false,
      verbose: 1,
    });
  });

  it('reads every option', () => {
    const words = '--example cifar10 --epochs 2 --batch-size=64 --limit 2000 --seed 0 --out folder/sub --headful --verbose 2'.split(' ');
    expect(parseTrainOptions(words)).toEqual({
      example: 'cifar10',
      epochs: 2,
      batchSize: 64,
      limit: 2000,
      seed: 0,
      out: 'folder/sub',
      headful: true,
      verbose: 2,
    });
  });

  it('keeps the files of each example in a folder of its own', () => {
    expect(parseTrainOptions(['--example', 'mnist'])).toEqual(parseTrainOptions([]));
    expect(parseTrainOptions(['--example', 'cifar10'])).toMatchObject({ example: 'cifar10', out: 'runs/cifar10' });
  });

  it.each(['--help', '-h'])('answers %s with the list', (word) => {
    expect(parseTrainOptions([word])).toBe('help');
  });

  it.each([
    ['--example svhn', '--example is svhn, it must be mnist or cifar10'],
    ['--example=', '--example is empty, it must be mnist or cifar10'],
    ['--example cifar10 --limit 50001', '--limit is 50001, it must be a whole number from 1 to 50000'],
    ['--epochs 0', '--epochs is 0, it must be a whole number from 1'],
    ['--epochs 1.5', '--epochs is 1.5, it must be a whole number'],
    ['--epochs=', '--epochs is empty, it must be a whole number'],
    ['--batch-size many', '--batch-size is many, it must be a whole number'],
    ['--limit 60001', '--limit is 60001, it must be a whole number from 1 to 60000'],
    ['--seed=-1', '--seed is -1, it must be a whole number from 0'],
    ['--seed 1e3', '--seed is 1e3, it must be a whole number'],
    ['--out=', '--out is empty, it must name a folder'],
    ['--verbose 3', '--verbose is 3, it must be 0, 1 or 2'],
    ['--epoch 3', "Unknown option '--epoch'"],
    ['5', "Unexpected argument '5'"],
    ['--limit', "Option '--limit <value>' argument missing"],
    ['--headful=yes', "Option '--headful' does not take an argument"],
  ])('refuses %s and lists the options', (words, reason) => {
    const parse = () => parseTrainOptions(words.split(' '));
    expect(parse).toThrow(UsageError);
    expect(parse).toThrow(`Cannot start training: ${reason}`);
    expect(parse).toThrow('--batch-size <n>');
  });
});

describe('USAGE', () => {
  it('tells the defaults of every example, and what they are without a GPU', () => {
    expect(USAGE).toContain('times through the images (mnist: 5; cifar10: 20)');
    expect(USAGE).toContain('(mnist: 60,000; cifar10: 50,000)');
    expect(USAGE).toContain('Without a GPU, cifar10 defaults to --limit 2000 --epochs 1.');
  });
});
