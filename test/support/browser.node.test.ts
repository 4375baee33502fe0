import { accessSync, constants } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { findBrowser } from '../../scripts/browser.ts';

describe('findBrowser()', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('takes the program that CHROME names before any other', async () => {
    vi.stubEnv('CHROME', process.execPath);
    expect((await findBrowser()).executablePath).toBe(process.execPath);
  });

  it('says so when CHROME names no program', async () => {
    vi.stubEnv('CHROME', '/no/such/chrome');
    await expect(findBrowser()).rejects.toThrow('Cannot use CHROME: /no/such/chrome is no program');
  });

  it('finds an executable with WebGPU enabled and no way to the network', async () => {
    const { executablePath, args } = await findBrowser();
    expect(() => accessSync(executablePath, constants.X_OK)).not.toThrow();
    expect(args).toEqual(expect.arrayContaining(['--enable-unsafe-webgpu', '--no-proxy-server']));
  });

  it('returns the same place to two searches at once', async () => {
    const [first, second] = await Promise.all([findBrowser(), findBrowser()]);
    expect(second).toEqual(first);
  });
});
