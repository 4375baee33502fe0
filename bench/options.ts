/** The command line of the benchmark, read by `main.ts`. */
import { parseArgs } from 'node:util';
import { ENGINE_NAMES, type EngineName } from './engines/engine.ts';
import { ROWS, type Row } from './workloads/rows.ts';

/** What `--only` calls the sizes of programs. */
const BUNDLE = 'bundle';

/** What to measure and where to put it. */
export interface BenchOptions {
  readonly rows: readonly Row[];
  /** Whether the sizes of programs are measured too. */
  readonly bundle: boolean;
  readonly engines: readonly EngineName[];
  readonly runtime: 'browser' | 'node';
  readonly rounds: number;
  /** Milliseconds that a round of one engine should take. */
  readonly roundMs: number;
  /** File for the figures, all rounds included. */
  readonly json: string | undefined;
  /** Files of earlier runs; nothing is measured, their figures are printed as one table. */
  readonly table: readonly string[];
}

export const USAGE = `npm run bench -- [--only NAME]... [--engine NAME]... [--node] [--rounds N] [--round-ms MS] [--json FILE]
npm run bench -- --table FILE [--table FILE]...

  --only NAME    only this row, or the rows whose names begin so; may be repeated
  --engine NAME  only this engine (${ENGINE_NAMES.join(', ')}); may be repeated
  --node         in Node with Dawn instead of a browser
  --rounds N     rounds per row (default 5)
  --round-ms MS  length of a round of one engine (default 1000)
  --json FILE    writes all figures to a file
  --table FILE   prints the figures of such files as one table

rows: ${[...namesOf(false), BUNDLE].join(', ')}
only on request, for machines with a GPU: ${namesOf(true).join(', ')}`;

/** Reads the words of the command line; undefined when they ask for help. Throws Error with the usage for what it does not know. */
export function readOptions(words: readonly string[]): BenchOptions | undefined {
  const values = parse(words);
  if (values.help) return undefined;
  const { only, json, table = [] } = values;
  const chosen = (name: string, onRequest = false) => only?.some((start) => name.startsWith(start)) ?? !onRequest;
  const rows = ROWS.filter(({ name, onRequest }) => chosen(name, onRequest));
  const bundle = chosen(BUNDLE);
  if (!rows.length && !bundle) throw refused(`--only is ${only?.join(', ')}, no row has that name`);
  const [rounds, roundMs] = [positive('rounds', values.rounds), positive('round-ms', values['round-ms'])];
  const runtime = values.node ? 'node' : 'browser';
  return { rows, bundle, engines: enginesOf(values.engine), runtime, rounds, roundMs, json, table };
}

function namesOf(onRequest: boolean): string[] {
  return ROWS.filter((row) => (row.onRequest ?? false) === onRequest).map(({ name }) => name);
}

/** The engines that were named, in the order of the table. */
function enginesOf(names: readonly string[] | undefined): readonly EngineName[] {
  const unknown = names?.find((name) => !ENGINE_NAMES.some((engine) => engine === name));
  if (unknown !== undefined) throw refused(`--engine is ${unknown}, it must be one of ${ENGINE_NAMES.join(', ')}`);
  return ENGINE_NAMES.filter((engine) => names?.includes(engine) ?? true);
}

function parse(words: readonly string[]) {
  try {
    return parseArgs({
      args: [...words],
      options: {
        only: { type: 'string', multiple: true },
        engine: { type: 'string', multiple: true },
        node: { type: 'boolean', default: false },
        rounds: { type: 'string', default: '5' },
        'round-ms': { type: 'string', default: '1000' },
        json: { type: 'string' },
        table: { type: 'string', multiple: true },
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
