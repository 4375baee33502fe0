/** `npm run train`: reads the options, trains in a browser and says where the files are; the work is in `trainInBrowser.ts`. */
import { parseTrainOptions, type TrainOptions, USAGE, UsageError } from './trainOptions.ts';

const BAD_USAGE = 2;
const INTERRUPTED = 130;

try {
  const options = parseTrainOptions(process.argv.slice(2));
  if (options === 'help') console.log(USAGE);
  else await train(options);
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exitCode = BAD_USAGE;
}

async function train(options: TrainOptions): Promise<void> {
  const { trainInBrowser } = await import('./trainInBrowser.ts'); // only now: it takes its time, and help is wanted at once
  const { bestAccuracy, bestEpoch, stopped } = await trainInBrowser(options, {
    print: (text) => void process.stdout.write(text),
    warn: (line) => console.error(line),
    isTerminal: process.stdout.isTTY === true,
    signal: interruption(),
  });
  if (stopped) process.exitCode = INTERRUPTED;
  const ending = stopped ? '\nStopped. ' : '';
  if (bestAccuracy === null) console.log(`${ending}No epoch was completed, so no model was saved.`);
  else console.log(`${ending}Best validation accuracy ${bestAccuracy.toFixed(4)} in epoch ${bestEpoch}; the files are in ${options.out}`);
}

/** Aborts on the first Ctrl-C; a second one ends the command at once, and with it the browser. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      if (controller.signal.aborted) process.exit(INTERRUPTED);
      controller.abort();
    });
  }
  return controller.signal;
}
