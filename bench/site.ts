/** Vite's server of the page that measures; opened by `main.ts`. */
import { fileURLToPath } from 'node:url';
import { createServer } from 'vite';

/** Serves `page.html` on a free port of this machine. */
export async function serveBench(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const folder = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  const server = await createServer({
    configFile: false,
    root: folder('.'),
    appType: 'mpa',
    publicDir: false,
    logLevel: 'warn',
    clearScreen: false,
    resolve: { alias: { 'webgpu-fit': folder('../src/index.ts') } },
    // Found late, a package would reload the page in the midst of its work.
    optimizeDeps: { noDiscovery: true, include: ['@tensorflow/tfjs', '@tensorflow/tfjs-backend-webgpu', '@jax-js/jax'] },
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null, fs: { allow: [folder('..')] } },
  });
  await server.listen();
  const address = server.httpServer?.address();
  if (typeof address !== 'object' || address === null) throw new Error('Cannot serve the benchmark: the server has no port');
  return { url: `http://127.0.0.1:${address.port}/page.html`, close: () => server.close() };
}
