/** The demo in a real browser: training with its curves, pause and stop, drawing, the download, and a browser without WebGPU. */
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import h5wasm from 'h5wasm/node';
import type { Browser, LaunchOptions, Page } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/browser.ts';
import { type Site, serveDemo } from '../../scripts/demoSite.ts';

const MINUTE = 60_000;
/** Other work may run on the machine: what comes at once usually may take long then. */
const SOON = { timeout: MINUTE };
const folder = mkdtempSync(join(tmpdir(), 'webgpu-fit-demo-'));
let site: Site;
let browser: Browser;
let page: Page;
const complaints: string[] = [];
const requests: string[] = [];

beforeAll(async () => {
  site = await serveDemo({ port: 0 });
  browser = await launchBrowser();
  page = await open(browser);
}, 2 * MINUTE);

afterAll(async () => {
  await browser?.close();
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
});

async function open(from: Browser): Promise<Page> {
  const opened = await from.newPage();
  opened.on('pageerror', (error) => complaints.push(String(error)));
  opened.on('console', (message) => void (['warn', 'error'].includes(message.type()) && complaints.push(message.text())));
  opened.on('request', (request) => requests.push(request.url()));
  await opened.setViewport({ width: 1280, height: 900 });
  await opened.goto(site.url);
  await opened.waitForFunction(() => !document.querySelector('#adapter')?.textContent?.startsWith('Looking'), { timeout: MINUTE });
  return opened;
}

function shown(selector: string): Promise<string> {
  return page.$eval(selector, (found) => found.textContent?.trim() ?? '');
}

async function stepsDone(): Promise<number> {
  const [epoch = 0] = (await shown('#epoch')).split(' / ').map(Number);
  const [step = 0, steps = 0] = (await shown('#step')).split(' / ').map(Number);
  return (epoch - 1) * steps + step;
}

/** Resolves when more steps were made than at its call. */
async function waitForSteps(more: number): Promise<void> {
  const target = (await stepsDone()) + more;
  await expect.poll(stepsDone, { timeout: MINUTE, interval: 50 }).toBeGreaterThanOrEqual(target);
}

/** Draws lines through places given as shares of the pad. */
async function draw(places: readonly (readonly [number, number])[]): Promise<void> {
  const pad = await page.$('#pad');
  const { x, y, width, height } = (await pad?.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  for (const [index, [across, down]] of places.entries()) {
    await page.mouse.move(x + across * width, y + down * height, { steps: 4 });
    if (index === 0) await page.mouse.down();
  }
  await page.mouse.up();
}

/** The ten shares that are shown, in percent. */
function shares(): Promise<number[]> {
  return page.$$eval('#bars .share', (found) => found.map((share) => Number.parseFloat(share.textContent ?? '')));
}

describe('demo', () => {
  it('says what trains and is ready', async () => {
    const adapter = await shown('#adapter');
    expect(adapter).toMatch(/^On (the CPU: )?\S+/);
    expect(await page.$eval('#start', (button) => button.matches(':enabled'))).toBe(true);
    const isSoftware = adapter.startsWith('On the CPU');
    expect(await page.$eval('#notice', (notice) => notice.matches(':not([hidden])'))).toBe(isSoftware);
    expect(await page.$eval('[name=images]', (field) => (field instanceof HTMLSelectElement ? field.value : ''))).toBe(
      isSoftware ? '5000' : '60000',
    );
  });

  it('reads no digit before it has learned any', async () => {
    await draw([
      [0.5, 0.2],
      [0.5, 0.8],
    ]);
    await expect.poll(() => shown('#certainty'), SOON).toBe('Train first: it knows no digit yet');
    await page.click('#clear');
    await expect.poll(() => shown('#certainty'), SOON).toBe('Draw one here');
  });

  it(
    'trains and shows it live',
    async () => {
      await page.select('[name=images]', '1000');
      await page.select('[name=batchSize]', '16');
      await page.$eval('[name=epochs]', (field) => {
        if (field instanceof HTMLInputElement) field.value = '100';
      });
      await page.click('#start');
      await page.waitForSelector('#epochs tbody tr', { timeout: 2 * MINUTE });
      const before = await shown('#loss-chart .training b');
      await waitForSteps(20);
      expect(Number(before)).toBeGreaterThan(0);
      expect(await shown('#loss-chart .training b')).not.toBe(before);
      expect(await shown('#accuracy-chart .validation b')).toMatch(/^\d+\.\d %$/);
      expect(await shown('#status')).toMatch(/^Epoch \d+ of 100: it reads \d+\.\d % of digits it never saw\.$/);
      expect(Number(await shown('#rate'))).toBeGreaterThan(0);
      expect(await page.$eval('#progress', (bar) => (bar instanceof HTMLProgressElement ? bar.value : 0))).toBeGreaterThan(0);
    },
    4 * MINUTE,
  );

  it('has fetched the scripts of predicting and saving while it trains, before they are needed', () => {
    for (const script of ['/train/later.ts']) expect(requests.filter((url) => url.includes(script))).toHaveLength(1);
  });

  it('leaves the page free while it trains: long tasks take less than half of the time', async () => {
    const busy = await page.evaluate(async () => {
      let total = 0;
      const observer = new PerformanceObserver((list) => {
        for (const { duration } of list.getEntries()) total += duration;
      });
      observer.observe({ type: 'longtask' });
      await new Promise((resolve) => setTimeout(resolve, 2000));
      observer.disconnect();
      return total / 2000;
    });
    expect(busy).toBeLessThan(0.5);
  });

  it('pauses, reads a drawing meanwhile, and goes on', async () => {
    await page.click('#pause');
    expect(await shown('#pause')).toBe('Resume');
    await new Promise((resolve) => setTimeout(resolve, 300)); // steps that were on their way
    const held = await stepsDone();
    await draw([
      [0.5, 0.15],
      [0.5, 0.85],
    ]);
    await expect.poll(() => shown('#digit'), SOON).toMatch(/^\d$/);
    expect((await shares()).reduce((sum, share) => sum + share, 0)).toBeCloseTo(100, 0);
    expect(await stepsDone()).toBe(held);
    await page.click('#pause');
    await waitForSteps(10);
    await page.screenshot({ path: join(folder, 'demo.png') });
    expect(statSync(join(folder, 'demo.png')).size).toBeGreaterThan(20_000);
  });

  it('stops, keeps what was learned and can be started again', async () => {
    await page.click('#stop');
    await expect.poll(() => shown('#status'), SOON).toBe('Stopped. The network keeps what it has learned.');
    expect(await page.$eval('#start', (button) => button.matches(':enabled'))).toBe(true);
    expect(await page.$eval('#pause', (button) => button.matches(':disabled'))).toBe(true);
    await page.click('#clear');
    await page.click('#sample');
    await expect.poll(() => shown('#certainty'), SOON).toMatch(/^\d+\.\d % sure$/);
  });

  it('takes a drawing by keys', async () => {
    await page.click('#clear');
    await page.focus('#pad');
    await page.keyboard.press('Space');
    for (let step = 0; step < 15; step++) await page.keyboard.press('ArrowDown');
    await expect.poll(() => shown('#digit'), SOON).toMatch(/^\d$/);
  });

  it('hands out the model as a file of Keras', async () => {
    const session = await browser.target().createCDPSession();
    await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder });
    await page.click('#download');
    const path = join(folder, 'mnist.h5');
    await expect.poll(() => existsSync(path) && readdirSync(folder).every((name) => !name.endsWith('.crdownload')), SOON).toBe(true);
    await h5wasm.ready;
    const file = new h5wasm.File(path, 'r');
    expect(file.keys()).toContain('model_weights');
    file.close();
  });

  it('fits a narrow window without scrolling sideways', async () => {
    await page.setViewport({ width: 360, height: 780 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);
  });

  it('asks nobody else for anything and complains of nothing', () => {
    expect(complaints).toEqual([]);
    expect(requests.filter((url) => !url.startsWith(site.url) && !/^(data|blob):/.test(url))).toEqual([]);
  });
});

describe('demo without WebGPU', () => {
  it(
    'says what to do',
    async () => {
      const without: LaunchOptions = { ignoreDefaultArgs: ['--enable-unsafe-webgpu'] };
      const other = await launchBrowser(without);
      try {
        const bare = await open(other);
        const notice = await bare.$eval('#notice', (found) => (found.matches(':not([hidden])') ? found.textContent : ''));
        expect(notice).toMatch(/found no GPU|has no WebGPU/);
        expect(notice).toMatch(/enable-unsafe-webgpu|graphics acceleration/);
        expect(await bare.$eval('#start', (button) => button.matches(':disabled'))).toBe(true);
      } finally {
        await other.close();
      }
    },
    2 * MINUTE,
  );
});
