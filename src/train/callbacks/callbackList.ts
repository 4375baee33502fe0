/** Calls the hooks of several callbacks in their order and tells the loop which of them listen; each is a `callback.ts`. */
import { has, kindOf } from '../describe.ts';
import type { Logs, Run, RunParams } from '../run.ts';
import { Callback, type HookResult } from './callback.ts';
import { History } from './history.ts';
import { type Listeners, listenersAmong } from './listeners.ts';
import { ProgbarLogger } from './progbarLogger.ts';

/** What `CallbackList` adds when the callbacks hold none. */
export interface CallbackListOptions {
  /** A `History`, after the given callbacks. */
  readonly addHistory?: boolean;
  /** A `ProgbarLogger`, last of all. */
  readonly addProgbar?: boolean;
}

/** The hooks of the batches of one pass. */
export interface BatchHooks {
  /** Called before a batch. */
  readonly batchBegin: ((batch: number) => HookResult) | undefined;
  /** Called with the logs after a batch. */
  readonly batchEnd: ((batch: number, logs: Logs) => HookResult) | undefined;
  /** Whether `batchEnd` must be called before the next batch is run; else its logs may come late. */
  readonly exact: boolean;
}

/** The callbacks of one run; each hook returns a promise only when a callback did, and an error of a callback goes to the caller as it is. */
export class CallbackList {
  readonly callbacks: readonly Callback[];
  /** The `History` among the callbacks. */
  readonly history: History | undefined;
  private readonly listeners: Listeners;

  /** Throws TypeError when an entry is no `Callback`. */
  constructor(callbacks: readonly Callback[], run: Run, params: RunParams, options: CallbackListOptions = {}) {
    this.callbacks = complete(callbacks, options);
    this.history = this.callbacks.find((callback) => callback instanceof History);
    this.listeners = listenersAmong(this.callbacks);
    for (const callback of this.callbacks) callback.setModel(run);
    for (const callback of this.callbacks) callback.setParams(params);
  }

  /** What a pass calls at its batches: hooks that nobody listens to are left out. */
  batchHooks(pass: 'Train' | 'Test' | 'Predict'): BatchHooks {
    const [begin, end] = [`on${pass}BatchBegin`, `on${pass}BatchEnd`] as const;
    return {
      batchBegin: this.listeners[begin].length ? (batch) => this[begin](batch) : undefined,
      batchEnd: this.listeners[end].length ? (batch, logs) => this[end](batch, logs) : undefined,
      exact: this.listeners[end].some((callback) => !callback.asyncSafe),
    };
  }

  /** Calls `onTrainBegin` of all. */
  onTrainBegin(): HookResult {
    return inOrder(this.callbacks, (callback) => callback.onTrainBegin({}));
  }

  /** Calls `onTrainEnd` of all. */
  onTrainEnd(logs: Logs): HookResult {
    const shared = sorted(logs);
    return inOrder(this.callbacks, (callback) => callback.onTrainEnd(shared));
  }

  /** Calls `onEpochBegin` of all. */
  onEpochBegin(epoch: number): HookResult {
    return inOrder(this.callbacks, (callback) => callback.onEpochBegin(epoch, {}));
  }

  /** Calls `onEpochEnd` of all with one copy of the logs, so that each sees what those before it added. */
  onEpochEnd(epoch: number, logs: Logs): HookResult {
    const shared = sorted(logs);
    return inOrder(this.callbacks, (callback) => callback.onEpochEnd(epoch, shared));
  }

  /** Calls `onTrainBatchBegin` of those that listen. */
  onTrainBatchBegin(batch: number): HookResult {
    return inOrder(this.listeners.onTrainBatchBegin, (callback) => callback.onTrainBatchBegin(batch, {}));
  }

  /** Calls `onTrainBatchEnd` of those that listen. */
  onTrainBatchEnd(batch: number, logs: Logs): HookResult {
    const shared = sorted(logs);
    return inOrder(this.listeners.onTrainBatchEnd, (callback) => callback.onTrainBatchEnd(batch, shared));
  }

  /** Calls `onTestBegin` of all. */
  onTestBegin(): HookResult {
    return inOrder(this.callbacks, (callback) => callback.onTestBegin({}));
  }

  /** Calls `onTestEnd` of all. */
  onTestEnd(logs: Logs): HookResult {
    const shared = sorted(logs);
    return inOrder(this.callbacks, (callback) => callback.onTestEnd(shared));
  }

  /** Calls `onTestBatchBegin` of those that listen. */
  onTestBatchBegin(batch: number): HookResult {
    return inOrder(this.listeners.onTestBatchBegin, (callback) => callback.onTestBatchBegin(batch, {}));
  }

  /** Calls `onTestBatchEnd` of those that listen. */
  onTestBatchEnd(batch: number, logs: Logs): HookResult {
    const shared = sorted(logs);
    return inOrder(this.listeners.onTestBatchEnd, (callback) => callback.onTestBatchEnd(batch, shared));
  }

  /** Calls `onPredictBegin` of all. */
  onPredictBegin(): HookResult {
    return inOrder(this.callbacks, (callback) => callback.onPredictBegin({}));
  }

  /** Calls `onPredictEnd` of all. */
  onPredictEnd(): HookResult {
    return inOrder(this.callbacks, (callback) => callback.onPredictEnd({}));
  }

  /** Calls `onPredictBatchBegin` of those that listen. */
  onPredictBatchBegin(batch: number): HookResult {
    return inOrder(this.listeners.onPredictBatchBegin, (callback) => callback.onPredictBatchBegin(batch, {}));
  }

  /** Calls `onPredictBatchEnd` of those that listen. */
  onPredictBatchEnd(batch: number): HookResult {
    return inOrder(this.listeners.onPredictBatchEnd, (callback) => callback.onPredictBatchEnd(batch, {}));
  }

  /** Frees what the callbacks hold of the GPU; to be called on every way out of a run. */
  release(): void {
    for (const callback of this.callbacks) callback.release();
  }
}

/** Throws TypeError unless `callbacks` is a list of callbacks, or not given. */
export function checkCallbacks(callbacks: unknown): void {
  if (callbacks === undefined) return;
  if (!Array.isArray(callbacks)) throw new TypeError(`Cannot use callbacks: it is ${kindOf(callbacks)}, it must be an array of callbacks`);
  callbacks.forEach(check);
}

function complete(callbacks: readonly Callback[], { addHistory, addProgbar }: CallbackListOptions): Callback[] {
  checkCallbacks(callbacks);
  const all = [...callbacks];
  if (addHistory && !all.some((callback) => callback instanceof History)) all.push(new History());
  if (addProgbar && !all.some((callback) => callback instanceof ProgbarLogger)) all.push(new ProgbarLogger());
  return all;
}

function check(callback: unknown, index: number): void {
  if (callback instanceof Callback) return;
  throw new TypeError(
    `Cannot use callbacks[${index}]: it is of type ${typeof callback}, must be a Callback such as lambdaCallback() makes`,
  );
}

function sorted(logs: Logs): Logs {
  return Object.fromEntries(Object.entries(logs).sort(([a], [b]) => (a < b ? -1 : 1)));
}

function inOrder(callbacks: readonly Callback[], call: (callback: Callback) => HookResult, first = 0): HookResult {
  for (let i = first; i < callbacks.length; i++) {
    const result: unknown = call(callbacks[i]!);
    // Only a promise is waited for: an await of nothing at every batch would slow the loop down.
    if (isPromise(result)) return Promise.resolve(result).then(() => inOrder(callbacks, call, i + 1));
  }
}

function isPromise(result: unknown): result is PromiseLike<unknown> {
  return has(result, 'then') && typeof result.then === 'function';
}
