/** Reads the options of `npm run train`; `trainInBrowser.ts` acts on them. */
import { parseArgs } from 'node:util';
import type { Example } from '../demo/examples/example.ts';
import { EXAMPLES, type ExampleName, isExampleName } from '../demo/examples/index.ts';

/** What to train and where its files go. */
export interface TrainOptions {
  readonly example: ExampleName;
  /** As many as the example usually has without it. */
  readonly epochs: number | undefined;
  readonly batchSize: number;
  /** Number of training images, from the first; as many as the example usually has without it. */
  readonly limit: number | undefined;
  /** Seed of weights, shuffling and dropout; another one on every run without it. */
  readonly seed: number | undefined;
  /** Folder of the files, made as needed. */
  readonly out: string;
  /** Whether the browser shows a window. */
  readonly headful: boolean;
  /** Keras's: 0 shows nothing of the progress, 1 a bar, 2 a line per epoch. */
  readonly verbose: 0 | 1 | 2;
}

/** A command line that cannot be followed; the text says why and lists the options. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

const NAMES = Object.keys(EXAMPLES);

/** The list of options. */
export const USAGE = `Usage: npm run train -- [options]

Trains a network in a browser that the command starts.

  --example <name>   ${ofEach(({ about }) => about)} (default mnist)
  --epochs <n>       times through the images (${ofEach(({ epochs }) => epochs)})
  --batch-size <n>   images per step (default 32)
  --limit <n>        only the first n training images (${ofEach(({ trainingImages }) => trainingImages)})
  --seed <n>         seed of weights, order and dropout (default: another one each time)
  --out <folder>     where the files go (default runs/<name>)
  --headful          show the browser's window
  --verbose <0|1|2>  0: no progress, 1: Keras's progress bar, 2: a line per epoch (default 1)
  --help             this list
${softwareDefaults()}`;

function ofEach(answer: (example: Example) => string | number): string {
  return Object.entries(EXAMPLES)
    .map(([name, example]) => `${name}: ${answer(example).toLocaleString('en')}`)
    .join('; ');
}

/** A line for every example of which a software adapter trains less. */
function softwareDefaults(): string {
  const smaller = Object.entries<Example>(EXAMPLES).flatMap(([name, { onSoftware }]) => (onSoftware ? [{ name, ...onSoftware }] : []));
  return smaller
    .map(({ name, trainingImages, epochs }) => `\nWithout a GPU, ${name} defaults to --limit ${trainingImages} --epochs ${epochs}.`)
    .join('');
}

/** The options in `words`, or `'help'` when the list is asked for. Throws UsageError for anything unknown or out of range. */
export function parseTrainOptions(words: readonly string[]): TrainOptions | 'help' {
  const values = parse(words);
  if (values.help) return 'help';
  const example = exampleNamed(values.example);
  const { trainingImages } = EXAMPLES[example];
  return {
    example,
    epochs: values.epochs === undefined ? undefined : whole('epochs', values.epochs, 1, 1_000_000),
    batchSize: whole('batch-size', values['batch-size'], 1, trainingImages),
    limit: values.limit === undefined ? undefined : whole('limit', values.limit, 1, trainingImages),
    seed: values.seed === undefined ? undefined : whole('seed', values.seed, 0, 2 ** 32 - 1),
    out: folder(values.out ?? `runs/${example}`),
    headful: values.headful,
    verbose: verbosity(values.verbose),
  };
}

function exampleNamed(text: string): ExampleName {
  if (isExampleName(text)) return text;
  throw refused(`--example is ${text || 'empty'}, it must be ${NAMES.join(' or ')}`);
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        example: { type: 'string', default: 'mnist' },
        epochs: { type: 'string' },
        'batch-size': { type: 'string', default: '32' },
        limit: { type: 'string' },
        seed: { type: 'string' },
        out: { type: 'string' },
        headful: { type: 'boolean', default: false },
        verbose: { type: 'string', default: '1' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw refused(error instanceof Error ? error.message.replace(/\. .*$/s, '') : String(error));
  }
}

function whole(option: string, text: string, least: number, most: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw refused(`--${option} is ${text || 'empty'}, it must be a whole number from ${least} to ${most}`);
}

function folder(text: string): string {
  if (text.trim() !== '') return text;
  throw refused('--out is empty, it must name a folder');
}

function verbosity(text: string): 0 | 1 | 2 {
  if (text === '0') return 0;
  if (text === '1') return 1;
  if (text === '2') return 2;
  throw refused(`--verbose is ${text || 'empty'}, it must be 0, 1 or 2`);
}

function refused(what: string): UsageError {
  return new UsageError(`Cannot start training: ${what}\n\n${USAGE}`);
}
