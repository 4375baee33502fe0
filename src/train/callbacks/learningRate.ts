/** The learning rate as callbacks read and write it, for `learningRateScheduler.ts` and `reduceLROnPlateau.ts`. */
import type { Run } from '../run.ts';

/** The optimizer's learning rate; throws TypeError when a schedule decides it. */
export function learningRateOf({ optimizer: { learningRate } }: Run): number {
  if (typeof learningRate === 'number') return learningRate;
  throw new TypeError('Cannot change the learning rate: the optimizer has a schedule, its learning rate must be a number');
}
