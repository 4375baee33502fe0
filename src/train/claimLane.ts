/** Gives each run of `evaluate.ts` a lane of its own. */
import type { Engine } from './engine.ts';
import type { Lane } from './lane.ts';

/** A lane for one run, to be taken out of the engine's when it ends. `open`: code of the user runs during it, which may start further runs. */
export function claimLane(engine: Engine, mode: 'test' | 'predict', open: boolean): Lane {
  let number = 1;
  while (engine.lanes.has(`${mode} ${number}`)) number++;
  const lane: Lane = `${mode} ${number}`;
  engine.lanes.add(lane);
  if (open) engine.onOpen?.(mode);
  return lane;
}
