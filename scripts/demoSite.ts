/** Vite's configuration of the demo and its server on this machine; the pages are in `demo/`. */
import { fileURLToPath } from 'node:url';
import { createServer, type InlineConfig, type ViteDevServer } from 'vite';
import { serveDataFiles } from './dataFiles.ts';
import { EXAMPLE_DATA } from './exampleData.ts';

/** How the demo is served. */
export interface SiteOptions {
  /** Wanted port; the next free one is taken when it is in use. Default 5173. */
  readonly port?: number;
  /** Whether the page reloads when a source file changes. Default false: a reload would end the training. */
  readonly watch?: boolean;
}

/** A server of the demo. */
export interface Site {
  /** Address with a slash at its end, `http://127.0.0.1:5173/`. */
  readonly url: string;
  close(): Promise<void>;
}

/** The configuration of server and build; nothing of it depends on a config file. */
export function siteConfig({ port = 5173, watch = false }: SiteOptions = {}): InlineConfig {
  const folder = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));
  return {
    configFile: false,
    root: folder('demo'),
    base: './',
    appType: 'mpa', // an unknown path is an error, never the page
    publicDir: false,
    logLevel: 'warn',
    clearScreen: false,
    resolve: { tsconfigPaths: true },
    plugins: Object.entries(EXAMPLE_DATA).map(([example, files]) => serveDataFiles(example, files)),
    // Both packages that the page loads are modules already: bundled on discovery, they would reload the page in the midst of its work.
    optimizeDeps: { noDiscovery: true },
    server: { host: '127.0.0.1', port, fs: { allow: [folder('.')] }, ...(watch ? {} : { hmr: false, watch: null }) },
    build: { target: 'es2023', outDir: folder('dist/demo'), emptyOutDir: true, rolldownOptions: { input: folder('demo/index.html') } },
  };
}

/** Serves the demo on 127.0.0.1. */
export async function serveDemo(options: SiteOptions = {}): Promise<Site> {
  const server = await createServer(siteConfig(options));
  await server.listen();
  return { url: addressOf(server), close: () => server.close() };
}

function addressOf(server: ViteDevServer): string {
  const address = server.httpServer?.address();
  if (typeof address !== 'object' || address === null) throw new Error('Cannot serve the demo: the server has no port');
  return `http://127.0.0.1:${address.port}/`;
}
