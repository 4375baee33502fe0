/** The options of `npm run train`: defaults, ranges and what is refused. */
import { describe, expect, it } from 'vitest';
import { parseTrainOptions, UsageError } from '../../scripts/trainOptions.ts';

describe('parseTrainOptions()', () => {
  it('trains five epochs of all images without options', () => {
    expect(parseTrainOptions([])).toEqual({
      epochs: 5,
      batchSize: 32,
      limit: undefined,
      seed: undefined,
      out: 'runs/mnist',
      headful: false,
      verbose: 1,
    });
  });

  it('reads every option', () => {
    const words = '--epochs 2 --batch-size=64 --limit 2000 --seed 0 --out folder/sub --headful --verbose 2'.split(' ');
    expect(parseTrainOptions(words)).toEqual({
      epochs: 2,
      batchSize: 64,
      limit: 2000,
      seed: 0,
      out: 'folder/sub',
      headful: true,
      verbose: 2,
    });
  });

  it.each(['--help', '-h'])('answers %s with the list', (word) => {
    expect(parseTrainOptions([word])).toBe('help');
  });

  it.each([
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
