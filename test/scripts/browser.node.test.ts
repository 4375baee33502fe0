/** The browser as pages find it: fonts for text fields, a language, and WebGPU. */
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/browser.ts';

describe('launchBrowser()', () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  it('has a font for text fields and a language that Intl knows', async () => {
    const page = await browser.newPage();
    await page.setContent('<input value="text" /><select><option>1</option></select>');
    expect(await page.$eval('input', (field) => field.getBoundingClientRect().width)).toBeGreaterThan(0);
    expect(await page.evaluate(() => new Intl.NumberFormat(navigator.language).format(0.5))).toBe('0.5');
  });
});
