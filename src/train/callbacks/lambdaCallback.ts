/** A callback made of functions, one per hook of `callback.ts`. */
import { Callback, type HookName } from './callback.ts';

/** Functions by hook name; `this` is the callback. */
export type LambdaHooks = {
  readonly [hook in HookName]?: ((...parameters: Parameters<Callback[hook]>) => unknown) | undefined;
} & {
  /** As `Callback.asyncSafe`. */
  readonly asyncSafe?: boolean | undefined;
};

/** Calls the given functions as its hooks. */
export class LambdaCallback extends Callback {
  /** Throws TypeError for a name that is no hook or a value that is no function. */
  constructor(hooks: LambdaHooks & ThisType<Callback>) {
    super();
    const { asyncSafe = false, ...functions } = hooks;
    const given = Object.entries(functions).filter(([, hook]) => hook !== undefined);
    for (const [name, hook] of given) check(name, hook);
    Object.assign(this, Object.fromEntries(given), { asyncSafe });
  }
}

/** Makes a callback of functions: `lambdaCallback({ onEpochEnd: (epoch, logs) => chart.add(epoch, logs.loss) })`. */
export function lambdaCallback(hooks: LambdaHooks & ThisType<Callback>): LambdaCallback {
  return new LambdaCallback(hooks);
}

const HOOKS = Object.getOwnPropertyNames(Callback.prototype).filter((name) => name.startsWith('on'));

function check(name: string, hook: unknown): void {
  if (!HOOKS.includes(name)) throw new TypeError(`Cannot make a LambdaCallback: ${name} is no hook, must be one of ${HOOKS.join(', ')}`);
  if (typeof hook !== 'function') throw new TypeError(`Cannot make a LambdaCallback: ${name} is a ${typeof hook}, must be a function`);
}
