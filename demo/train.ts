/** The page that the command line trains in: it runs the job and hands every file and line of text to `host.ts`. */
import {
  type Callback,
  csvLogger,
  earlyStopping,
  History,
  init,
  modelCheckpoint,
  progbarLogger,
  setFileStore,
  setRandomSeed,
} from 'webgpu-fit';
import { describeReduction, type Example, type ExampleModule, type Extent, extentOf } from './examples/example.ts';
import { EXAMPLES, type ExampleName } from './examples/index.ts';
import { HistoryFiles } from './historyFiles.ts';
import { hostStore } from './host.ts';

/** What the command line asks for; the example fills in what it leaves open. */
export interface Job {
  readonly example: ExampleName;
  readonly epochs?: number | undefined;
  readonly batchSize: number;
  readonly limit?: number | undefined;
  readonly seed?: number | undefined;
  readonly verbose: 0 | 1 | 2;
  /** Whether the command line writes to a terminal, where a line can be written over. */
  readonly isTerminal: boolean;
}

/** How the job ended. */
export interface JobResult {
  /** Best validation accuracy, from 0 to 1; `null` when no epoch was completed. */
  readonly bestAccuracy: number | null;
  /** Its epoch, from 1. */
  readonly bestEpoch: number;
  /** Whether the command line stopped the training. */
  readonly stopped: boolean;
}

/** An error on its way to the command line. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly stack: string | undefined;
}

declare global {
  interface Window {
    /** Never rejects: an error that crosses over by itself arrives with its stack in its message. */
    startTraining(job: Job): Promise<JobResult | { failure: Failure }>;
    stopTraining(): void;
  }
}

const stopping = new AbortController();
window.stopTraining = () => stopping.abort();
window.startTraining = (job) => runJob(job).catch((error: unknown) => ({ failure: failureOf(error) }));

async function runJob(job: Job): Promise<JobResult> {
  const store = hostStore(window);
  setFileStore(store);
  if (job.seed !== undefined) setRandomSeed(job.seed);
  const device = await init();
  const example: Example = EXAMPLES[job.example];
  const extent = extentOf(example, job, device.software);
  await window.hostPrint(`${introduction(device)}${describeReduction(example, extent)}\n`);
  const record = new History();
  await train(await example.load(), job, extent, [record, new HistoryFiles(record, store, example.title)]);
  return resultOf(record);
}

function introduction({ description, software }: { description: string; software: boolean }): string {
  return `Training on ${description}${software ? ', a software adapter: a GPU would be faster' : ''}.`;
}

async function train(example: ExampleModule, job: Job, extent: Extent, records: Callback[]): Promise<void> {
  const [training, test] = await Promise.all([example.loadTraining(extent.trainingImages), example.loadTest(extent.testImages)]);
  const callbacks = [
    modelCheckpoint('my_best_model.h5', { monitor: 'val_accuracy', saveBestOnly: true, mode: 'max' }),
    earlyStopping({ monitor: 'val_loss', patience: 5, restoreBestWeights: true }),
    csvLogger('training.csv'),
    ...records,
    progbarLogger({ write: (text) => void window.hostPrint(text), dynamic: job.isTerminal }),
  ];
  const { batchSize, verbose } = job;
  const { epochs } = extent;
  const validationData = [test.images, test.labels] as const;
  const { signal } = stopping;
  try {
    await example.makeNetwork().fit(training.images, training.labels, { epochs, batchSize, verbose, validationData, callbacks, signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

function resultOf({ history, epoch }: History): JobResult {
  const accuracies = history.val_accuracy ?? [];
  const best = accuracies.indexOf(Math.max(...accuracies));
  return { bestAccuracy: accuracies[best] ?? null, bestEpoch: (epoch[best] ?? 0) + 1, stopped: stopping.signal.aborted };
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), stack: undefined };
  const { name, message, stack } = error;
  return { name, message, stack };
}
