/** Writes the logs of every epoch as a row of a CSV file, into the store of `saving/fileStore.ts`. */

import { knownOptions, type OptionNames } from '../checks.ts';
import { FileNotFoundError } from '../errors.ts';
import type { Logs } from '../run.ts';
import { fileStore } from '../saving/fileStore.ts';
import { Callback } from './callback.ts';
import { pythonNumber } from './pythonNumber.ts';

/** Options of `CSVLogger`, Keras's. */
export interface CSVLoggerOptions {
  /** One character between the values. Default a comma. */
  readonly separator?: string | undefined;
  /** Whether rows are added to a file that is there. Default false: it is replaced. */
  readonly append?: boolean | undefined;
}

const CSV_LOGGER_OPTIONS: OptionNames<CSVLoggerOptions> = { separator: true, append: true };

/** Keras's `CSVLogger`: `epoch` from 0, then the keys of the first epoch, `NA` where a value is missing; complete after every epoch. */
export class CSVLogger extends Callback {
  readonly filename: string;
  readonly separator: string;
  readonly append: boolean;
  private keys: readonly string[] | undefined;
  private text = '';

  /** Throws RangeError for a separator of more or less than one character. */
  constructor(filename: string, { separator = ',', append = false }: CSVLoggerOptions = {}) {
    super();
    if (separator.length !== 1) throw new RangeError(`Cannot make a CSVLogger: separator is "${separator}", must be one character`);
    this.filename = filename;
    this.separator = separator;
    this.append = append;
  }

  override async onTrainBegin(_logs: Logs): Promise<void> {
    this.keys = undefined;
    this.text = this.append ? await readText(this.filename) : '';
    await this.flush();
  }

  override async onEpochEnd(epoch: number, logs: Logs): Promise<void> {
    this.keys ??= keysOf(logs);
    if (this.text === '') this.addRow(['epoch', ...this.keys]);
    this.addRow([String(epoch), ...this.keys.map((key) => shown(logs[key]))]);
    await this.flush();
  }

  private addRow(fields: readonly string[]): void {
    this.text += `${fields.map((field) => quoted(field, this.separator)).join(this.separator)}\r\n`;
  }

  /** A store writes whole files only, so that none is ever cut short. */
  private async flush(): Promise<void> {
    await fileStore().write(this.filename, new TextEncoder().encode(this.text));
  }
}

/** Makes a `CSVLogger`: `csvLogger('training.csv', { append: true })`. */
export function csvLogger(filename: string, options?: CSVLoggerOptions): CSVLogger {
  return new CSVLogger(filename, knownOptions("csvLogger('training.csv', { append: true })", options, CSV_LOGGER_OPTIONS));
}

async function readText(path: string): Promise<string> {
  try {
    return new TextDecoder().decode(await fileStore().read(path));
  } catch (error) {
    if (error instanceof FileNotFoundError) return '';
    throw error;
  }
}

/** Without validation in the first epoch there are columns for it all the same, since it may come in a later one. */
function keysOf(logs: Logs): string[] {
  const keys = Object.keys(logs).sort();
  return keys.some((key) => key.startsWith('val_')) ? keys : [...keys, ...keys.map((key) => `val_${key}`)];
}

function shown(value: number | undefined): string {
  return value === undefined ? 'NA' : pythonNumber(value);
}

function quoted(field: string, separator: string): string {
  return ['"', '\r', '\n', separator].some((mark) => field.includes(mark)) ? `"${field.replaceAll('"', '""')}"` : field;
}
