/** Node with Dawn, no browser: each piece of work runs in a process of its own (`worker.ts`). Used by `main.ts`. */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { hasPackagedBrowser, unpackBrowser } from '../scripts/packagedBrowser.ts';
import { type Bench, NO_ADAPTER, remoteBench } from './bench.ts';
import type { Runtime } from './runtime.ts';
import type { Answer } from './worker.ts';

type Variables = Readonly<Record<string, string>>;

/** Node on this machine's Vulkan driver, or where there is none on the SwiftShader of the packed browser. */
export async function nodeRuntime(): Promise<Runtime> {
  const variables = await usableVariables();
  return {
    name: `Node ${process.versions.node} with Dawn (webgpu ${dawnVersion()})`,
    withBench: (work) => withWorker(variables, work),
    close: async () => undefined,
  };
}

async function usableVariables(): Promise<Variables> {
  for (const variables of [{}, await softwareVariables()]) {
    if (variables && (await withWorker(variables, (bench) => bench.adapter())) !== NO_ADAPTER) return variables;
  }
  throw new Error('Cannot measure in Node: Dawn finds no adapter, this machine must have a Vulkan driver and libvulkan.so.1');
}

async function softwareVariables(): Promise<Variables | undefined> {
  if (!hasPackagedBrowser()) return undefined;
  const folder = dirname((await unpackBrowser()).executablePath);
  return { LD_LIBRARY_PATH: folder, VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json') };
}

async function withWorker<T>(variables: Variables, work: (bench: Bench) => Promise<T>): Promise<T> {
  const child = fork(workerFile(), { env: { ...process.env, ...variables } });
  try {
    await reply(child);
    const bench = remoteBench(async (method, args) => {
      child.send({ method, args });
      const answer = (await reply(child)) as Answer;
      if ('error' in answer) throw new Error(answer.error);
      return answer.result;
    });
    return await work(bench);
  } finally {
    child.kill();
  }
}

/** The next message of a process; rejects when it ends instead. */
async function reply(child: ChildProcess): Promise<unknown> {
  const stop = new AbortController();
  const { signal } = stop;
  try {
    const ended = once(child, 'exit', { signal }).then(([code, killed]) => {
      throw new Error(`Cannot go on measuring: the process ended (${killed ?? `status ${code}`})`);
    });
    const [message] = (await Promise.race([once(child, 'message', { signal }), ended])) as [unknown];
    return message;
  } finally {
    stop.abort();
  }
}

/** Built by `build.ts`, this file has a built worker beside it. */
function workerFile(): string {
  return fileURLToPath(new URL(import.meta.url.endsWith('.ts') ? './worker.mjs' : './worker.js', import.meta.url));
}

function dawnVersion(): string {
  const file = join(dirname(createRequire(import.meta.url).resolve('webgpu')), 'package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}
