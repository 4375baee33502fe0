/** What a layer's `call` may ask for while a step is traced: the mode, random numbers, a place for its losses. */

import { Trace, Variable } from '../../runtime/graph/leaf.ts';
import type { Tensor } from '../../runtime/graph/tensor.ts';
import type { RandomSource } from '../../runtime/ops/random.ts';
import type { Layer } from './layer.ts';

/** The second argument of `Layer.call`. */
export interface CallContext {
  /** Whether the call is part of training. */
  readonly training: boolean;
  /** Which time steps are real, where a layer before has masked some. */
  readonly mask?: Tensor | undefined;
  /** Random numbers for this use of a layer: new in each step, equal for equal seeds. */
  random(layer: Layer): RandomSource;
  /** Losses that layers add, each a scalar. */
  readonly losses: Tensor[];
}

let current: CallContext | undefined;

/** Runs `body` with `context` for all layers called inside it. */
export function withContext<T>(context: CallContext, body: () => T): T {
  const before = current;
  current = context;
  try {
    return body();
  } finally {
    current = before;
  }
}

/** Runs `body` on the host, where placeholders stand for what layers are called on; gives what it returns and what layers added to the loss. */
export function dryRun<T>(
  training: boolean,
  body: (context: CallContext) => T,
): { readonly result: T; readonly losses: readonly Tensor[] } {
  const context: CallContext = { training, losses: [], random: () => ({ seed: nothing, step: nothing, stream: 0 }) };
  const result = new Trace().run(() => withContext(context, () => body(context)));
  return { result, losses: context.losses };
}

const nothing = new Variable('dry run', [], { dtype: 'u32' });

/** The context of the running call. Throws outside of one. */
export function callContext(): CallContext {
  if (!current) throw new Error('Cannot call a layer on tensors: no step is being traced, use layer.apply(input(...)) to build a model');
  return current;
}
