/** test/golden/callbacks.json as tests use it: real Keras callbacks, driven through scripted logs. */
import { readFileSync } from 'node:fs';
import type { Logs } from '../../src/train/run.ts';

/** A number as the file holds it: `NaN` and the infinities are strings. */
export type GoldenNumber = number | 'NaN' | 'Infinity' | '-Infinity';

/** Logs as the file holds them. */
export type GoldenLogs = Record<string, GoldenNumber>;

/** What Keras's callback did and was after one hook. */
export interface GoldenEntry {
  hook: string;
  arguments?: number[];
  logs_after?: GoldenLogs;
  stop_training: boolean;
  learning_rate?: number;
  kernel?: number;
  wait?: number;
  best?: GoldenNumber | null;
  best_epoch?: number;
  stopped_epoch?: number;
  cooldown_counter?: number;
  saved?: { model?: string; weights?: string }[];
  printed?: string;
  warnings?: string[];
  error?: { class: string; message: string };
}

/** One scripted run. */
export interface GoldenCase {
  name: string;
  callback: string;
  config: Record<string, unknown>;
  epochs: GoldenLogs[];
  batches?: [number, GoldenLogs][][];
  fits?: number;
  initial_epoch?: number;
  steps?: number;
  schedule?: string;
  trace: GoldenEntry[];
}

/** The hooks that one listener saw. */
export interface GoldenHook {
  hook: string;
  callback?: string;
  arguments?: number[];
  log_keys?: string[];
}

interface Golden {
  constructor_errors: { callback: string; config: Record<string, unknown>; error?: object }[];
  csv_logger: CsvCase[];
  hook_order: Record<string, { events: GoldenHook[]; history_keys: string[] }>;
  progress_bars: ProgressCase[];
  progress_fits: { about: string; printed: string }[];
  cases: GoldenCase[];
}

/** What each update of a bar printed. */
export interface ProgressCase {
  about: string;
  target: number | null;
  options: { verbose?: number };
  updates: [seconds: number, step: number, logs: GoldenLogs, isLast: boolean][];
  printed: string[];
}

/** Fits logged by one CSVLogger after the other, and the file they left. */
export interface CsvCase {
  about: string;
  config: { separator: string; append: boolean };
  existing: string | null;
  fits: [number, GoldenLogs][][];
  file: string;
}

/** Reads the file. */
export function readGolden(): Golden {
  const text = readFileSync(new URL('../golden/callbacks.json', import.meta.url), 'utf8');
  // Python writes numbers here that JSON does not know.
  return JSON.parse(text.replace(/(?<=[:,[])(NaN|-?Infinity)(?=[,}\]])/g, '"$1"'));
}

/** Logs with real numbers. */
export function realLogs(logs: GoldenLogs): Logs {
  return Object.fromEntries(Object.entries(logs).map(([key, value]) => [key, Number(value)]));
}
