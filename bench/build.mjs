// Builds the benchmark for Node into one folder, for a machine that has Node and the package `webgpu` alone: node bench/build.mjs [FOLDER]
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const folder = (path) => fileURLToPath(new URL(path, import.meta.url));

await build({
  configFile: false,
  root: folder('.'),
  publicDir: false,
  logLevel: 'warn',
  resolve: { alias: { 'webgpu-fit': folder('../src/index.ts') } },
  // A browser and the sizes of programs need packages that are not there.
  ssr: { noExternal: true, external: ['puppeteer', 'vite', 'h5wasm'] },
  build: {
    ssr: true,
    target: 'es2023',
    outDir: process.argv[2] ?? folder('../runs/bench'),
    emptyOutDir: true,
    rolldownOptions: {
      input: { main: folder('main.ts'), worker: folder('worker.ts') },
      output: { entryFileNames: '[name].js', chunkFileNames: '[name].js' },
    },
  },
});
