/** The one GPU device that all models share: made on first use or given by `init`. Next: `engine.ts`. */
import { acquireDevice, type Device, type DeviceOptions } from '../runtime/gpu/device.ts';

/** What trains, in words. */
export interface DeviceInfo {
  /** Adapter: vendor, architecture, model. */
  readonly description: string;
  /** Whether the adapter computes on the CPU, where a GPU would be faster. */
  readonly software: boolean;
}

let shared: Promise<Device> | undefined;

/** Makes the shared device from a device, a GPU object or a preference, and says what it is. Rejects when there is none. */
export async function init(options: DeviceOptions = {}): Promise<DeviceInfo> {
  if (options.device || options.gpu || options.powerPreference) shared = acquireDevice(options);
  const { description, software } = await sharedDevice();
  return { description, software };
}

/** The shared device; a new one when the last was lost. */
export async function sharedDevice(): Promise<Device> {
  shared ??= acquireDevice();
  try {
    const device = await shared;
    if (!device.lost) return device;
  } catch (error) {
    shared = undefined;
    throw error;
  }
  shared = acquireDevice();
  return shared;
}
