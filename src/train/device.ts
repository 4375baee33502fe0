/** The one GPU device that all models share: made on first use or given by `init`. Next: `engine.ts`. */
import { acquireDevice, type Device, type DeviceOptions } from '../runtime/gpu/device.ts';
import { GPU_PROFILE, type Profile } from '../runtime/graph/profile.ts';

/** What trains, in words. */
export interface DeviceInfo {
  /** Adapter: vendor, architecture, model. */
  readonly description: string;
  /** Whether the adapter computes on the CPU, where a GPU would be faster. */
  readonly software: boolean;
}

let shared: Promise<Device> | undefined;
/** What became of `shared`. */
let acquired: Device | undefined;

/** Makes the shared device from a device, a GPU object or a preference, and says what it is. Rejects when there is none. */
export async function init(options: DeviceOptions = {}): Promise<DeviceInfo> {
  if (options.device || options.gpu || options.powerPreference) shared = acquire(options);
  const { description, software } = await sharedDevice();
  return { description, software };
}

/** The shared device; a new one when the last was lost, the same for all who ask. */
export async function sharedDevice(): Promise<Device> {
  shared ??= acquire();
  const current = shared;
  if (!(await current).lost) return current;
  // Whoever waited for the same lost device may have asked for the next one already.
  if (shared === current) shared = undefined;
  shared ??= acquire();
  return shared;
}

/** A device that is forgotten when it cannot be had, so that the next call tries again. */
function acquire(options: DeviceOptions = {}): Promise<Device> {
  const made = acquireDevice(options);
  made.then(
    (device) => {
      acquired = device;
    },
    () => {
      if (shared === made) shared = undefined;
    },
  );
  return made;
}

/** What kernels are planned for: the shared device, or before there is one a GPU of which nothing is known. */
export function expectedProfile(): Profile {
  return acquired?.profile ?? GPU_PROFILE;
}
