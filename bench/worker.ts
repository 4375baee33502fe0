/** The process of Node that measures, with WebGPU by Dawn; `nodeRuntime.ts` starts it and asks its bench by messages. */
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { type Ask, type Bench, makeBench } from './bench.ts';
import { installCounts } from './counts.ts';

/** A question to the bench. */
export interface Question {
  readonly method: Parameters<Ask>[0];
  readonly args: unknown[];
}

/** What comes of it. */
export type Answer = { readonly result: unknown } | { readonly error: string };

await giveWebGPU();
installCounts();
const bench: Bench = makeBench({
  cpuSeconds: async () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6,
  say: (line) => console.error(`  ${line}`),
});
process.on('message', async ({ method, args }: Question) => process.send?.(await answer(method, args)));
process.send?.('ready');
await once(process, 'disconnect'); // Vite's runner loads engines only while this file runs

async function answer(method: Question['method'], args: unknown[]): Promise<Answer> {
  try {
    return { result: await Reflect.apply(bench[method], bench, args) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

/** Gives Node what engines look for in a browser: `navigator.gpu` and WebGPU's classes. */
async function giveWebGPU(): Promise<void> {
  // `require.resolve` finds the package through NODE_PATH as well, where an `import` would not.
  const dawn = pathToFileURL(createRequire(import.meta.url).resolve('webgpu')).href;
  const { create, globals } = (await import(/* @vite-ignore */ dawn)) as typeof import('webgpu');
  Object.assign(globalThis, globals);
  const navigator = { gpu: create([]), userAgent: `Node.js/${process.versions.node}` };
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true });
}
