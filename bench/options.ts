/** The command line of the benchmark, read by `main.ts`. */
import { parseArgs } from 'node:util';
import { ROWS, type Row } from './workloads/rows.ts';

/** What to measure and where to put it. */
export interface BenchOptions {
  readonly rows: readonly Row[];
  readonly rounds: number;
  /** Milliseconds that a round of one engine should take. */
  readonly roundMs: number;
  /** File for the figures, all rounds included. */
  readonly json: string | undefined;
}

export const USAGE = `npm run bench -- [--only NAME]... [--rounds N] [--round-ms MS] [--json FILE]

  --only NAME    only this row, or the rows whose names begin so; may be repeated
  --rounds N     rounds per row (default 5)
  --round-ms MS  length of a round of one engine (default 1000)
  --json FILE    writes all figures to a file

rows: ${ROWS.map(({ name }) => name).join(', ')}`;

/** Reads the words of the command line; undefined when they ask for help. Throws Error with the usage for what it does not know. */
export function readOptions(words: readonly string[]): BenchOptions | undefined {
  const values = parse(words);
  if (values.help) return undefined;
  const rows = values.only ? ROWS.filter(({ name }) => values.only?.some((start) => name.startsWith(start))) : ROWS;
  if (!rows.length) throw refused(`--only is ${values.only?.join(', ')}, no row has that name`);
  return { rows, rounds: positive('rounds', values.rounds), roundMs: positive('round-ms', values['round-ms']), json: values.json };
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        only: { type: 'string', multiple: true },
        rounds: { type: 'string', default: '5' },
        'round-ms': { type: 'string', default: '1000' },
        json: { type: 'string' },
        help: { type: 'boolean', short: 'h', default: false },
      },
    }).values;
  } catch (error) {
    throw refused(error instanceof Error ? error.message.replace(/\. .*$/s, '') : String(error));
  }
}

function positive(option: string, text: string): number {
  const value = Number(text);
  if (Number.isInteger(value) && value > 0) return value;
  throw refused(`--${option} is ${text || 'empty'}, it must be a whole number above 0`);
}

function refused(what: string): Error {
  return new Error(`Cannot start the benchmark: ${what}\n\n${USAGE}`);
}
