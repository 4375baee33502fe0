// Lets vitest open its pages in the browser that scripts/browser.ts finds.
import { defineBrowserProvider } from '@vitest/browser';
import type { Browser, Page } from 'puppeteer';
import type { BrowserProvider, BrowserProviderOption } from 'vitest/node';
import { launchBrowser } from '../../scripts/browser.ts';

/** Returns vitest's browser provider on puppeteer: one browser per run, one page per session. */
export function puppeteerProvider(): BrowserProviderOption {
  return defineBrowserProvider({ name: 'puppeteer', options: {}, providerFactory: () => createProvider() });
}

/** Zeros in workgroup memory, which no kernel counts on, take SwiftShader more than a second per kernel to compile. */
const KEEP_WORKGROUP_MEMORY = '--enable-dawn-features=disable_workgroup_init';

function createProvider(): BrowserProvider {
  const pages = new Map<string, Page>();
  let launched: Promise<Browser> | undefined;
  return {
    name: 'puppeteer',
    supportsParallelism: false,
    getCommandsContext: (session) => ({ page: pages.get(session) }),
    async openPage(session, url) {
      launched ??= launchBrowser({ args: [KEEP_WORKGROUP_MEMORY] });
      const page = await (await launched).newPage();
      pages.set(session, page);
      page.on('error', (error) => console.error(`The test page crashed: ${error.message}`));
      await page.goto(url, { timeout: 60_000 });
    },
    async close() {
      pages.clear();
      const browser = await launched?.catch(() => undefined);
      launched = undefined;
      await browser?.close();
    },
  };
}
