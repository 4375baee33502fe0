import { defineConfig } from 'vite';
import { plainShaders } from './scripts/plainShaders.ts';

// The library build: src/index.ts with its shaders inlined as text; what is imported dynamically stays a chunk of its own.
export default defineConfig({
  publicDir: false,
  plugins: [plainShaders()],
  resolve: { tsconfigPaths: true },
  build: {
    target: 'es2023',
    minify: false,
    lib: { entry: 'src/index.ts', formats: ['es'], fileName: 'index' },
    rolldownOptions: {
      // Only loaded where they are used: h5wasm for .h5 files, Node's own modules outside the browser.
      external: [/^h5wasm/, /^node:/],
      output: { chunkFileNames: 'chunks/[name].js' },
    },
  },
});
