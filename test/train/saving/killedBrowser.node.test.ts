// A browser of its own, killed while a page writes: the file is whole, and what the write left is swept away.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'puppeteer';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../../scripts/browser.ts';
import type { FileStore } from '../../../src/train/saving/store.ts';

const MEGABYTES = 16;
/** Milliseconds after the first file is there; a write takes some ten. */
const KILLED_AFTER = [0, 17, 60];

describe('browserStore() in a browser that is killed while it writes', () => {
  const profile = mkdtempSync(join(tmpdir(), 'killed-browser-'));
  let server: Server;
  let browser: Browser | undefined;

  beforeAll(async () => {
    server = await serve(await bundle());
  });
  afterAll(async () => {
    await browser?.close();
    server.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 10 });
  });

  it.each(KILLED_AFTER)('leaves a whole file and nothing else after %i ms', async (delay) => {
    const writing = await openPage();
    await writing.evaluate(writeForever, MEGABYTES);
    await new Promise((resolve) => setTimeout(resolve, delay));
    await kill();
    const found = await (await openPage()).evaluate(inspect);
    await browser?.close();
    expect(found).toEqual({ size: MEGABYTES << 20, isWhole: true, names: ['model.h5'] });
  });

  async function openPage(): Promise<Page> {
    browser = await launchBrowser({ userDataDir: profile });
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    return page;
  }

  async function kill(): Promise<void> {
    const child = browser!.process()!;
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGKILL');
    await ended;
  }
});

/** The page's store, made by the script in `PAGE`. */
declare const store: FileStore;

const PAGE = `<!doctype html><script type="module">
  import { browserStore } from '/store.js';
  globalThis.store = browserStore();
</script>`;

/** In the page: replaces the file over and over, and returns when it was there once. */
async function writeForever(megabytes: number): Promise<void> {
  const contents = [1, 2].map((value) => new Uint8Array(megabytes << 20).fill(value));
  const write = (i: number) => store.write('model.h5', contents[i % 2]!);
  await write(0);
  void (async () => {
    for (let i = 1; ; i++) await write(i);
  })();
}

/** In the page: what the store reads, and all that lies in the file system after that. */
async function inspect(): Promise<{ size: number; isWhole: boolean; names: string[] }> {
  const bytes = await store.read('model.h5');
  const names: string[] = [];
  for await (const name of (await navigator.storage.getDirectory()).keys()) names.push(name);
  return { size: bytes.length, isWhole: bytes.every((value) => value === bytes[0]), names };
}

/** The store as one script for a page. */
async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('../../../src/train/saving/browserStore.ts', import.meta.url));
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['es'], fileName: 'store' } },
  });
  const [output] = Array.isArray(result) ? result : [];
  return output!.output[0].code;
}

async function serve(script: string): Promise<Server> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/store.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' }).end(isScript ? script : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
