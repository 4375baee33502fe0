/** What the demo says and writes without a browser: advice, ticks, and the code of a training. */
import { describe, expect, it } from 'vitest';
import { adviseOnSoftware, adviseWithoutGpu } from '../../demo/advice.ts';
import { codeFor } from '../../demo/code.ts';
import { epochTicks, niceTicks, tickLabel } from '../../demo/ticks.ts';

const CHROME = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/110.0.0.0 Safari/537.36';
const LINUX = 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';
const SAFARI = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0';

describe('adviseWithoutGpu()', () => {
  it.each([
    ['an old Chrome', { userAgent: CHROME, isSecure: true, hasWebGpu: false }, 'Update it to version 113 or newer'],
    ['an old Safari', { userAgent: SAFARI, isSecure: true, hasWebGpu: false }, 'Update to Safari 26 or newer'],
    ['an old Firefox', { userAgent: FIREFOX, isSecure: true, hasWebGpu: false }, 'Update Firefox to 141 or newer'],
    ['an unknown browser', { userAgent: 'curl/8', isSecure: true, hasWebGpu: false }, 'Open the page in Chrome or Edge'],
    ['Chrome on Linux without an adapter', { userAgent: LINUX, isSecure: true, hasWebGpu: true }, 'chrome://flags/#enable-unsafe-webgpu'],
    ['Firefox without an adapter', { userAgent: FIREFOX, isSecure: true, hasWebGpu: true }, 'dom.webgpu.enabled'],
    ['plain http', { userAgent: LINUX, isSecure: false, hasWebGpu: false }, 'https or on localhost'],
  ])('tells %s what to do', (_, circumstances, words) => {
    expect(adviseWithoutGpu(circumstances).text).toContain(words);
  });
});

describe('adviseOnSoftware()', () => {
  it('says that it is slow and how to get the GPU', () => {
    expect(adviseOnSoftware(CHROME).text).toMatch(/slow.*graphics acceleration/);
  });
});

describe('codeFor()', () => {
  it('holds the choices', () => {
    const code = codeFor({ images: 5000, testImages: 5000, batchSize: 64, epochs: 3, learningRate: 0.003 });
    expect(code).toContain('batchSize: 64');
    expect(code).toContain('epochs: 3');
    expect(code).toContain('learningRate: 0.003');
  });
});

describe('niceTicks()', () => {
  it.each([
    [0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]],
    [0.912, 0.981, [0.9, 0.92, 0.94, 0.96, 0.98, 1]],
    [0.08, 0.35, [0, 0.1, 0.2, 0.3, 0.4]],
    [3, 3, [3, 4]],
    [0, 0, [0, 0.2]],
  ])('covers %d to %d', (low, high, ticks) => {
    expect(niceTicks(low, high)).toEqual(ticks);
  });
});

describe('epochTicks()', () => {
  it('names every epoch of a short training and some of a long one', () => {
    expect(epochTicks(5)).toEqual([1, 2, 3, 4, 5]);
    expect(epochTicks(1)).toEqual([1]);
    expect(epochTicks(100)).toEqual([1, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100]);
  });
});

describe('tickLabel()', () => {
  it('gives all ticks the decimals of the finest', () => {
    const ticks = [0.9, 0.925, 0.95];
    expect(ticks.map((tick) => tickLabel(tick, ticks))).toEqual(['0.900', '0.925', '0.950']);
  });
});
