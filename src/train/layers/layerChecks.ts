/** What `layer.ts` checks of layers, and how their errors name them. */
import { has, kindOf } from '../describe.ts';

/** Throws TypeError unless a value that `call` returned is a tensor. */
export function checkReturned(value: unknown): void {
  if (has(value, 'node')) return;
  throw new TypeError(`Cannot run the layer: its call() returns ${kindOf(value)}, it must return a tensor for each output`);
}

/** Runs `body`; its errors begin with the layer's name. */
export function withLayerPath<T>(name: string, body: () => T): T {
  try {
    return body();
  } catch (error) {
    if (error instanceof Error && !error.message.startsWith(name)) error.message = `${name}: ${error.message}`;
    throw error;
  }
}
