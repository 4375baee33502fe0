/** A headless browser: each piece of work runs in a new one, on the page that measures (`page.ts`). Used by `main.ts`. */
import type { Page } from 'puppeteer';
import { launchBrowser } from '../scripts/browser.ts';
import { remoteBench } from './bench.ts';
import type { Runtime } from './runtime.ts';
import { serveBench } from './site.ts';

/** The browser that `launchBrowser` finds, with the page served on this machine. */
export async function browserRuntime(): Promise<Runtime> {
  const site = await serveBench();
  try {
    return {
      name: await withPage(site.url, (page) => page.browser().version()),
      withBench: (work) => withPage(site.url, (page) => work(benchOf(page))),
      close: () => site.close(),
    };
  } catch (error) {
    await site.close();
    throw error;
  }
}

function benchOf(page: Page) {
  return remoteBench((method, args) =>
    page.evaluate((name, values) => Reflect.apply(window.bench[name], window.bench, values), method, args),
  );
}

async function withPage<T>(url: string, work: (page: Page) => Promise<T>): Promise<T> {
  const browser = await launchBrowser({ protocolTimeout: 0 }); // one call lasts as long as a row
  try {
    const page = await browser.newPage();
    const failure = new Promise<never>((_, reject) => {
      browser.once('disconnected', () => reject(new Error('Cannot go on measuring: the browser was closed or crashed')));
      page.once('error', (error) => reject(new Error(`Cannot go on measuring: the page crashed (${error.message})`)));
      page.once('pageerror', (error) => reject(error instanceof Error ? error : new Error(String(error))));
    });
    const session = await browser.target().createCDPSession();
    await page.exposeFunction('cpuSeconds', async () => {
      const { processInfo } = await session.send('SystemInfo.getProcessInfo');
      return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
    });
    page.on('console', (message) => {
      if (message.type() === 'log') console.error(`  ${message.text()}`);
    });
    return await Promise.race([failure, ready(page, url).then(() => work(page))]);
  } finally {
    await browser.close();
  }
}

async function ready(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.waitForFunction(() => 'bench' in window);
}
