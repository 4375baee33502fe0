/** Hands files of an npm package to the pages of the demo, which fetch them in `demo/examples/dataFile.ts`. The tables: `exampleData.ts`. */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Plugin } from 'vite';

/** The files of an example. */
export interface DataFiles {
  readonly names: readonly string[];
  /** Finds the folder that holds them. */
  readonly folder: () => string;
  /** Puts them there if they are no part of the install, unless `signal` stops it; says so before a download. */
  readonly install?: (print: (text: string) => void, signal?: AbortSignal) => Promise<void>;
}

/** Vite's plugin that serves the files as `data/<example>/<name>`, and copies into a build those that need no install of their own. */
export function serveDataFiles(example: string, files: DataFiles): Plugin {
  return {
    name: `${example}-files`,
    configureServer: (server) =>
      void server.middlewares.use(`${server.config.base}data/${example}`, (request, response, next) =>
        serve(files, request, response, next),
      ),
    generateBundle() {
      if (files.install || this.environment.config.consumer !== 'client') return;
      for (const name of files.names) {
        this.emitFile({ type: 'asset', fileName: `data/${example}/${name}`, source: readFileSync(locate(files, name)) });
      }
    },
  };
}

function serve(files: DataFiles, request: IncomingMessage, response: ServerResponse, next: () => void): void {
  const name = request.url?.replace(/^\/|\?.*$/g, '') ?? '';
  if (files.names.includes(name)) send(locate(files, name), response);
  else next();
}

function send(path: string, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': statSync(path).size });
  createReadStream(path).pipe(response);
}

function locate({ folder }: DataFiles, name: string): string {
  const path = join(folder(), name);
  if (existsSync(path)) return path;
  throw new Error(`Cannot find the file ${path}: it is missing, \`npm ci\` must have installed it`);
}
