/** Sizes of the MLP's program for the web with each engine, by Vite: tree shaking, minified, gzipped. Used by `main.ts`. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { plainShaders } from '../scripts/plainShaders.ts';
import type { EngineName } from './engines/engine.ts';

/** A program's size in bytes, each script gzipped by itself at level 9. */
export interface Bundle {
  readonly engine: EngineName;
  /** What is loaded before the first step. */
  readonly start: number;
  /** All scripts: with what is loaded when a file is saved or read, or where there is no WebGPU. */
  readonly all: number;
}

const PROGRAMS: Readonly<Record<EngineName, string>> = {
  'webgpu-fit': './programs/webgpuFit.ts',
  'TF.js': './programs/tfjs.ts',
  'jax-js': './programs/jaxjs.ts',
};

/** A script that jax-js loads while it starts. */
const LOADED_AT_START = /^webgpu-/;

/** Builds the program of an engine in memory and weighs it. */
export async function bundleOf(engine: EngineName): Promise<Bundle> {
  const scripts = await scriptsOf(PROGRAMS[engine]);
  const start = new Set<string>();
  for (const { isEntry, name, fileName } of scripts) if (isEntry || LOADED_AT_START.test(name)) reach(fileName, scripts, start);
  return { engine, start: weigh(scripts.filter(({ fileName }) => start.has(fileName))), all: weigh(scripts) };
}

async function scriptsOf(program: string): Promise<Rolldown.OutputChunk[]> {
  const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const built = await build({
    configFile: false,
    root: folder('.'),
    logLevel: 'error',
    publicDir: false,
    plugins: [plainShaders()],
    resolve: { alias: { 'webgpu-fit': folder('../src/index.ts') } },
    build: {
      write: false,
      minify: true,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        input: folder(program),
        // The program is what it exports, otherwise built as an app. Optional packages and Node's own modules are not part of it.
        preserveEntrySignatures: 'allow-extension',
        external: [/^h5wasm/, /^node:/],
      },
    },
  });
  return [built].flat().flatMap((one) => ('output' in one ? one.output.filter((file) => file.type === 'chunk') : []));
}

/** Adds a script and what it imports. */
function reach(fileName: string, scripts: readonly Rolldown.OutputChunk[], reached: Set<string>): void {
  if (reached.has(fileName)) return;
  reached.add(fileName);
  for (const next of scripts.find((one) => one.fileName === fileName)?.imports ?? []) reach(next, scripts, reached);
}

function weigh(scripts: readonly Rolldown.OutputChunk[]): number {
  return scripts.reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0);
}
