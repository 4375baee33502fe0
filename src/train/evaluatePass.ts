/** A pass of tests with its hooks: the validation of `fit.ts`, and `evaluate.ts`. Steps by `loop.ts`. */
import type { CallbackList } from './callbacks/callbackList.ts';
import { say } from './callbacks/say.ts';
import type { Engine } from './engine.ts';
import type { Feed } from './feeds/feed.ts';
import type { Lane } from './lane.ts';
import { prepare, runPass } from './loop.ts';
import type { Logs } from './run.ts';

/** Data that a pass of tests reads, again in each epoch. */
export interface Evaluation {
  readonly mode: Lane;
  readonly feed: Feed;
}

/** Runs a test pass with its hooks, once per `group` of steps, and gives the logs: none when the data has come to its end. */
export async function evaluatePass(
  engine: Engine,
  evaluation: Evaluation,
  callbacks: CallbackList,
  { steps, signal, group }: { readonly steps?: number | undefined; readonly signal?: AbortSignal | undefined; readonly group: number },
): Promise<Logs> {
  const { mode, feed } = evaluation;
  await prepare(engine, mode, feed);
  await feed.begin();
  if (!(await feed.hasNext())) {
    say(
      'Warning: the validation data has come to its end, this epoch has none; there must be a function that makes a new stream each time',
    );
    return {};
  }
  engine.reset(mode);
  await callbacks.onTestBegin();
  await runPass(
    engine,
    mode,
    feed,
    {
      ...callbacks.batchHooks('Test'),
      stop: () => {
        signal?.throwIfAborted();
        return false;
      },
    },
    steps,
    group,
  );
  const logs = await engine.logs(mode);
  await callbacks.onTestEnd(logs);
  return logs;
}
