/** A browser with the page that measures, new for each piece of work. Used by `main.ts`; the page is `page.ts`. */
import type { Page } from 'puppeteer';
import { launchBrowser } from '../scripts/browser.ts';

/** Runs `work` on the page in a browser of its own, where nothing is compiled or cached yet, and closes the browser. */
export async function withPage<T>(url: string, work: (page: Page) => Promise<T>): Promise<T> {
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
