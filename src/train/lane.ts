/** Lanes: what runs of a mode that overlap have to themselves. Given out by `claimLane.ts`. */
import type { Mode, StepSpec } from './step.ts';

/** A mode, or the numbered copy of one that a run has to itself: accumulators and offset are the lane's own. */
export type Lane = Mode | `${Mode} ${number}`;

/** A step of a lane. */
export type LaneSpec = Omit<StepSpec, 'mode'> & { readonly mode: Lane };

/** The mode of a lane. */
export function modeOf(lane: Lane): Mode {
  return lane.split(' ')[0] as Mode;
}
