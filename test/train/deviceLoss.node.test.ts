// A browser of its own, whose GPU process is killed in the middle of a fit.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'puppeteer';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/browser.ts';

/** What the page tells of a call that was cut off. */
interface Ending {
  readonly name: string;
  readonly message: string;
  readonly isDeviceLost: boolean;
}

type Library = typeof import('../../src/index.ts');
type Model = import('../../src/index.ts').Model;

/** The library and what `start` keeps, in the page. */
declare const fit: Library;
declare const state: { model: Model; data: [Float32Array, Float32Array]; ending?: Promise<Ending>; steps: number; unhandled: string[] };

const PAGE = `<!doctype html><script type="module">
  import * as fit from '/library.js';
  globalThis.fit = fit;
</script>`;

/** Milliseconds from the end of the GPU process to the rejection. */
const LIMIT = 1000;

describe('when the GPU process dies', () => {
  let server: Server;
  let browser: Browser;

  beforeAll(async () => {
    server = await serve(await bundle());
    // Chromium would block WebGPU after a few crashes.
    browser = await launchBrowser({ args: ['--disable-domain-blocking-for-3d-apis', '--disable-gpu-process-crash-limit'] });
  });
  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it.each(['fit', 'fitWithHooks', 'fitOnStream', 'evaluate'])('%s rejects with DeviceLostError within a second', async (call) => {
    const page = await browser.newPage();
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.evaluate(start, call);
    await page.waitForFunction('state.steps > 3');
    const before = performance.now();
    const ending = page.evaluate(() => state.ending as Promise<Ending>);
    await crashGpu(page);
    expect(await ending).toEqual({ name: 'DeviceLostError', message: expect.stringContaining('GPU'), isDeviceLost: true });
    expect(performance.now() - before).toBeLessThan(LIMIT);
    expect(await page.evaluate(again)).toEqual(['DeviceLostError', [0]]);
    expect(await page.evaluate(() => state.unhandled)).toEqual([]);
    await page.close();
  });
});

/** In the page: makes a model and starts a call that would run for long. */
async function start(call: string): Promise<void> {
  const model = fit.sequential([fit.dense(4, { inputShape: [3] }), fit.dense(2, { activation: 'softmax' })]);
  model.compile({ loss: 'sparse_categorical_crossentropy' });
  const rows = 4;
  const [x, y] = [new Float32Array(rows * 3), new Float32Array(rows)];
  const count = () => {
    state.steps++;
  };
  const forever = { batchSize: rows, epochs: 1e6, verbose: 0 } as const;
  function* endless() {
    for (;;) yield [x, y] as const;
  }
  const hooks = (names: string[]) => [fit.lambdaCallback(Object.fromEntries(names.map((name) => [name, count])))];
  const calls: Record<string, () => Promise<unknown>> = {
    fit: () => model.fit(x, y, { ...forever, callbacks: hooks(['onEpochEnd']) }),
    fitWithHooks: () => model.fit(x, y, { ...forever, callbacks: hooks(['onTrainBatchBegin', 'onTrainBatchEnd']) }),
    fitOnStream: () => model.fit(endless, undefined, { ...forever, callbacks: hooks(['onTrainBatchBegin']) }),
    evaluate: () => model.evaluate(endless, undefined, { callbacks: hooks(['onTestBatchBegin']) }),
  };
  const describe = (error: Error) => ({ name: error.name, message: error.message, isDeviceLost: error instanceof fit.DeviceLostError });
  Object.assign(globalThis, { state: { model, data: [x, y], steps: 0, unhandled: [] } });
  addEventListener('unhandledrejection', ({ reason }) => state.unhandled.push(String(reason)));
  state.ending = (calls[call] as () => Promise<unknown>)().then(() => ({ name: 'none', message: '', isDeviceLost: false }), describe);
}

/** In the page: the error of a fit of the same model, and the epochs of one after its weights were set, which goes on on a new device. */
async function again(): Promise<[string, number[]]> {
  const { model, data } = state;
  const refused = await model.fit(...data, { verbose: 0 }).then(
    () => 'none',
    (error: Error) => error.name,
  );
  model.setWeights(model.weights.map(({ shape }) => fit.array(new Float32Array(shape.reduce((a, b) => a * b)), shape)));
  return [refused, (await model.fit(...data, { verbose: 0 })).epoch];
}

/** The answer may not come any more. */
async function crashGpu(page: Page): Promise<void> {
  const session = await page.browser().target().createCDPSession();
  session.send('Browser.crashGpuProcess').catch(() => undefined);
}

/** The library as one script for a page. */
async function bundle(): Promise<string> {
  const entry = fileURLToPath(new URL('../../src/index.ts', import.meta.url));
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: false,
      lib: { entry, formats: ['es'], fileName: 'library' },
      rolldownOptions: { external: ['h5wasm', /^node:/], output: { codeSplitting: false } },
    },
  });
  const [output] = Array.isArray(result) ? result : [];
  return output!.output[0].code;
}

async function serve(script: string): Promise<Server> {
  const server = createServer((request, response) => {
    const isScript = request.url === '/library.js';
    response.writeHead(200, { 'content-type': isScript ? 'text/javascript' : 'text/html' }).end(isScript ? script : PAGE);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
