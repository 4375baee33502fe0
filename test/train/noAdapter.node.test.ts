import { beforeEach, describe, expect, it, vi } from 'vitest';
import { DATA, FIT, rejection, tinyModel } from '../support/tinyModel.ts';

/** The library as a page has it that was just loaded: without a device. */
async function freshLibrary(): Promise<typeof import('../../src/index.ts')> {
  vi.resetModules();
  return import('../../src/index.ts');
}

const NO_WEBGPU =
  'Cannot find WebGPU: this runtime has no navigator.gpu, use Chrome or Edge 113 or newer, Safari 26 or newer or Firefox 141 or newer on https or localhost';
const NO_ADAPTER =
  'Cannot find a GPU adapter: the browser offers none, turn on hardware acceleration (in Chrome on Linux: chrome://flags/#enable-unsafe-webgpu) or restart a browser that has blocked its GPU after crashes';

describe('without a GPU', () => {
  beforeEach(() => vi.unstubAllGlobals());

  it('fit(), evaluate(), predict() and getWeights() reject with what to do, each time, and models can be built and described', async () => {
    const model = tinyModel();
    const calls = [
      () => model.fit(DATA.x, DATA.y, FIT),
      () => model.evaluate(DATA.x, DATA.y),
      () => model.predict(DATA.x),
      () => model.getWeights(),
    ];
    for (const call of [...calls, ...calls]) {
      const error = (await rejection(call())) as Error;
      expect([error.constructor, error.message]).toEqual([Error, NO_WEBGPU]);
    }
    expect(model.countParams()).toBe(26);
  });

  it('a browser that offers no adapter is told apart', async () => {
    const { init } = await freshLibrary();
    const gpu = { requestAdapter: async () => null } as unknown as GPU;
    for (let i = 0; i < 2; i++) expect(((await rejection(init({ gpu }))) as Error).message).toBe(NO_ADAPTER);
    vi.stubGlobal('navigator', { gpu });
    expect(((await rejection(init())) as Error).message).toBe(NO_ADAPTER);
  });

  it('a device that appears later is used', async () => {
    const { init } = await freshLibrary();
    const requestAdapter = vi.fn(async (): Promise<unknown> => null);
    const gpu = { requestAdapter } as unknown as GPU;
    await rejection(init({ gpu }));
    const device = { lost: new Promise(() => {}), features: new Set(), limits: {}, addEventListener: () => {} };
    const info = { vendor: 'acme', architecture: 'toaster', device: '', description: '' };
    requestAdapter.mockResolvedValue({ features: new Set(), limits: {}, info, requestDevice: async () => device });
    expect((await init({ gpu })).description).toBe('acme toaster');
  });
});
