import { defineConfig } from 'vitest/config';
import { plainShaders } from './scripts/plainShaders.ts';
import { puppeteerProvider } from './test/support/puppeteerProvider.ts';

const NODE_TESTS = 'test/**/*.node.test.ts';

// Two kinds of tests: pure ones in Node, and everything that needs WebGPU in one page of a real browser.
export default defineConfig({
  resolve: { tsconfigPaths: true },
  // What tests import from packages is bundled before the first test: found late, it would reload the page in the middle of a run.
  optimizeDeps: { include: ['fast-check', 'h5wasm', 'uplot'] },
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    projects: [
      { extends: true, test: { name: 'node', include: [NODE_TESTS] } },
      {
        extends: true,
        // Shaders as they are shipped.
        plugins: [plainShaders()],
        test: {
          name: 'browser',
          include: ['test/**/*.test.ts'],
          exclude: [NODE_TESTS],
          // One page for all files, one after the other: a page load per file costs more than most files, and there is one GPU.
          isolate: false,
          fileParallelism: false,
          browser: {
            enabled: true,
            provider: puppeteerProvider(),
            instances: [{ browser: 'chromium' }],
            headless: true,
            screenshotFailures: false,
            api: { host: '127.0.0.1' },
          },
        },
      },
    ],
  },
});
