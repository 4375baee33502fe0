/** Under which rule of gradient checkpointing layers are made. Set by `remat.ts`, read by `layer.ts`. */
import { type Block, withBlocks } from '../../runtime/graph/tensor.ts';
import type { CallContext } from './context.ts';
import type { Layer, Tensors } from './layer.ts';

/** The block for a layer that is computed again in the backward pass when it is called on `inputs`; `undefined` for one that is not. */
export type RematRule = (layer: Layer, inputs: Tensors) => Block | undefined;

let current: RematRule | undefined;

/** The rule of the scope in which a layer is made. */
export function currentRematRule(): RematRule | undefined {
  return current;
}

/** A layer's `call`, as a block if its rule says so. Only training has a backward pass. */
export function callUnderRule(layer: Layer, inputs: Tensors, context: CallContext): Tensors {
  const block = context.training ? layer.rematRule?.(layer, inputs) : undefined;
  return withBlocks(block ? [block] : [], () => layer.call(inputs, context));
}

/** Runs `body` with a rule for the layers that it makes. */
export function withRematRule<T>(rule: RematRule | undefined, body: () => T): T {
  const before = current;
  current = rule;
  try {
    return body();
  } finally {
    current = before;
  }
}
