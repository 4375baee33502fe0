/** The device that models share. */
import { expect, it } from 'vitest';
import { sharedDevice } from '../../src/train/device.ts';
import { countCalls } from '../support/tinyModel.ts';

it('a lost device is replaced once for all who ask at the same time', async () => {
  const lost = await sharedDevice();
  lost.gpu.destroy();
  await lost.gpu.lost;
  let devices: unknown[] = [];
  const { requestDevice } = await countCalls(async () => {
    devices = await Promise.all([sharedDevice(), sharedDevice(), sharedDevice()]);
  });
  expect(requestDevice).toBe(1);
  expect(new Set(devices).size).toBe(1);
  expect(devices).not.toContain(lost);
  expect(await sharedDevice()).toBe(devices[0]);
});
