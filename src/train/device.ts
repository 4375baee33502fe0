/** The one GPU device that all models share: made on first use or given by `init`. Next: `engine.ts`. */
import { describeAdapter } from '../runtime/gpu/adapterProfile.ts';
import { acquireDevice, type Device, type DeviceOptions } from '../runtime/gpu/device.ts';
import { GPU_PROFILE, type Profile } from '../runtime/graph/profile.ts';
import { AUTOTUNE, type Autotune, prepareProfile, setAutotune } from './autotune.ts';
import { checkOneOf, checkOptionNames } from './options.ts';

/** Options of `init`. */
export interface InitOptions extends DeviceOptions {
  /**
   * Whether kernels are chosen by measurement when a step is first built: `off` (default) by rules alone; `fast` times those that dominate the step, where
   * no measurement begins that would end after 0.9 s; `full` all of them, however long it takes. What was found is remembered for this adapter, in a
   * browser for the next visits too, and then gives the same bits again; a visit goes on with what the one before had no time for. Holds for steps that are built afterwards.
   */
  readonly autotune?: Autotune;
}

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

/**
 * Makes the shared device from a device, a GPU object or a preference, and says what it is. Rejects when there is none, with TypeError or RangeError for
 * options that do not exist.
 */
export async function init(options: InitOptions = {}): Promise<DeviceInfo> {
  checkOptionNames('init', options, ['device', 'gpu', 'powerPreference', 'autotune']);
  checkOneOf('autotune', options.autotune, AUTOTUNE);
  if (options.autotune) setAutotune(options.autotune);
  if (options.device || options.gpu || options.powerPreference) shared = acquire(options);
  const device = await sharedDevice();
  prepareProfile(device);
  return { description: describeAdapter(device.info), software: device.software };
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
