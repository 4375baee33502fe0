/** Sizes of the MLP's program for the web with each engine, by Vite: tree shaking, minified, gzipped. Used by `main.ts`. */
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import type { EngineName } from './engines/engine.ts';

/** A program's size. */
export interface Bundle {
  readonly engine: EngineName;
  /** Of all its scripts, those that are loaded later included. */
  readonly bytes: number;
  /** Each script by itself, level 9. */
  readonly gzipped: number;
}

const PROGRAMS: Readonly<Record<EngineName, string>> = {
  'webgpu-fit': './programs/webgpuFit.ts',
  'TF.js': './programs/tfjs.ts',
  'jax-js': './programs/jaxjs.ts',
};

/** Builds the program of an engine in memory and weighs it. */
export async function bundleOf(engine: EngineName): Promise<Bundle> {
  const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const built = await build({
    configFile: false,
    root: folder('.'),
    logLevel: 'error',
    publicDir: false,
    resolve: { alias: { 'webgpu-fit': folder('../src/index.ts') } },
    build: {
      write: false,
      minify: true,
      target: 'es2023',
      modulePreload: false,
      rolldownOptions: {
        input: folder(PROGRAMS[engine]),
        // The program is what it exports. Optional packages and Node's own modules are not part of it.
        preserveEntrySignatures: 'strict',
        external: [/^h5wasm/, /^node:/],
      },
    },
  });
  const scripts = [built].flat().flatMap((one) => ('output' in one ? one.output : []));
  const texts = scripts.flatMap((one) => (one.type === 'chunk' ? [one.code] : []));
  const sum = (size: (text: string) => number) => texts.reduce((total, text) => total + size(text), 0);
  return { engine, bytes: sum(Buffer.byteLength), gzipped: sum((text) => gzipSync(text, { level: 9 }).length) };
}
