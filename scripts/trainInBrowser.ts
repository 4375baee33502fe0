/** Runs the training page of `demo/train.ts` in a browser and keeps its files in a folder; `train.ts` is the command. */
import type { Browser, LaunchOptions, Page } from 'puppeteer';
import { fileStore } from 'webgpu-fit';
import type { JobResult } from '../demo/train.ts';
import { launchBrowser } from './browser.ts';
import { serveDemo } from './demoSite.ts';
import { EXAMPLE_DATA } from './exampleData.ts';
import type { TrainOptions } from './trainOptions.ts';

/** Where text goes, and what can be replaced. */
export interface Surroundings {
  /** Takes the progress, piece by piece. */
  readonly print: (text: string) => void;
  /** Takes warnings and errors of the page, line by line. */
  readonly warn: (line: string) => void;
  /** Whether a line that was printed can be written over. */
  readonly isTerminal: boolean;
  /** Stops the training; the files stay. */
  readonly signal?: AbortSignal;
  /** Default: the browser that `browser.ts` finds. */
  readonly launch?: (options: LaunchOptions) => Promise<Browser>;
}

/** Trains and returns how it ended. Throws Error with the page's message when the page fails, and when the browser dies or the data cannot be had. */
export async function trainInBrowser(options: TrainOptions, surroundings: Surroundings): Promise<JobResult> {
  const { print, signal } = surroundings;
  await EXAMPLE_DATA[options.example].install?.(print, signal);
  if (signal?.aborted) return { bestAccuracy: null, bestEpoch: 1, stopped: true };
  const site = await serveDemo({ port: 0 });
  try {
    const browser = await start(options, surroundings);
    try {
      const page = await browser.newPage();
      return await Promise.race([failureOf(browser, page), runJob(page, site.url, options, surroundings)]);
    } finally {
      await browser.close();
    }
  } finally {
    await site.close();
  }
}

function start({ headful }: TrainOptions, { launch = launchBrowser }: Surroundings): Promise<Browser> {
  return launch({
    ...(headful ? { headless: false } : {}),
    protocolTimeout: 0, // one call lasts as long as the training
    handleSIGINT: false, // Ctrl-C stops the training first
    handleSIGTERM: false,
  });
}

/** Rejects as soon as the page can no longer end by itself. */
function failureOf(browser: Browser, page: Page): Promise<never> {
  return new Promise((_, reject) => {
    browser.once('disconnected', () => reject(new Error('Cannot go on training: the browser was closed or crashed')));
    page.once('error', (error) => reject(new Error(`Cannot go on training: the page crashed (${error.message})`)));
    page.once('close', () => reject(new Error('Cannot go on training: the page was closed')));
    page.once('pageerror', (error) => reject(error instanceof Error ? error : new Error(String(error))));
  });
}

async function runJob(page: Page, url: string, options: TrainOptions, surroundings: Surroundings): Promise<JobResult> {
  const { print, warn, isTerminal, signal } = surroundings;
  page.on('console', (message) => {
    if (message.type() === 'warn' || message.type() === 'error') warn(message.text());
    else if (message.type() === 'log') print(`${message.text()}\n`);
  });
  await page.exposeFunction('hostPrint', print);
  await exposeFiles(page, options.out);
  await page.goto(`${url}train.html`);
  const isLoaded = await page.evaluate(() => typeof window.startTraining === 'function');
  if (!isLoaded) throw new Error('Cannot start training: the page did not load, its errors are above');
  signal?.addEventListener('abort', () => void page.evaluate(() => window.stopTraining()).catch(() => undefined));
  if (signal?.aborted) await page.evaluate(() => window.stopTraining());
  const { example, epochs, batchSize, limit, seed, verbose } = options;
  const result = await page.evaluate((job) => window.startTraining(job), { example, epochs, batchSize, limit, seed, verbose, isTerminal });
  if ('failure' in result) throw Object.assign(new Error(result.failure.message), result.failure);
  return result;
}

/** The page's file store is the folder `out`: each function answers to one of the store's. */
async function exposeFiles(page: Page, out: string): Promise<void> {
  const files = fileStore();
  const list = async (prefix: string) => (await files.list(`${out}/${prefix}`)).map((path) => path.slice(out.length + 1));
  const read = async (path: string) => Buffer.from(await files.read(`${out}/${path}`)).toString('base64');
  await page.exposeFunction('hostWrite', (path: string, base64: string) => files.write(`${out}/${path}`, Buffer.from(base64, 'base64')));
  await page.exposeFunction('hostRead', async (path: string) => ((await list(path)).includes(path) ? read(path) : null));
  await page.exposeFunction('hostList', list);
  await page.exposeFunction('hostRemove', (path: string) => files.remove(`${out}/${path}`));
}
