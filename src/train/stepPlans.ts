/** Steps traced and planned without the GPU, kept until their programs are built. Held by `engine.ts`. */
import { requireTransientRoom } from '../runtime/gpu/room.ts';
import type { VariableStore } from '../runtime/gpu/store.ts';
import { type Plan, plan } from '../runtime/graph/plan.ts';
import type { Profile } from '../runtime/graph/profile.ts';
import type { Tensor } from '../runtime/graph/tensor.ts';
import type { TracedStep } from './step.ts';

/** A step ready to be built. */
export interface StepPlan {
  readonly plan: Plan;
  /** What it was planned for: the device's profile may have learnt since. */
  readonly profile: Profile;
  /** Predictions, in the mode 'predict'. */
  readonly predictions: readonly Tensor[];
}

/** Plans by key. */
export class StepPlans {
  private readonly store: VariableStore;
  private readonly kept = new Map<string, StepPlan>();

  constructor(store: VariableStore) {
    this.store = store;
  }

  /** Plans a step ahead. Throws RangeError when it needs a buffer larger than the device allows. */
  prepare(key: string, trace: () => TracedStep): void {
    if (!this.kept.has(key)) this.kept.set(key, this.make(trace()));
  }

  /** The plan of a step, made now unless it was prepared for the device's profile; it is forgotten here. */
  take(key: string, trace: () => TracedStep): StepPlan {
    const known = this.kept.get(key);
    this.kept.delete(key);
    return known?.profile === this.store.device.profile ? known : this.make(trace());
  }

  /** Forgets all. */
  clear(): void {
    this.kept.clear();
  }

  private make({ predictions, writes }: TracedStep): StepPlan {
    const { device, placeOf } = this.store;
    const { profile } = device;
    const planned = plan({ outputs: predictions, writes, profile, placeOf });
    this.store.requireRoom();
    requireTransientRoom(device, planned);
    return { plan: planned, profile, predictions };
  }
}
