// A Vite plugin for builds: shaders are shipped without their comments, which only readers of the source need.
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Loads `.wgsl?raw` without comments, blank lines and indents. */
export function plainShaders(): Plugin {
  return {
    name: 'plain-shaders',
    enforce: 'pre',
    load(id) {
      const file = /^(.*\.wgsl)\?raw$/.exec(id)?.[1];
      return file && `export default ${JSON.stringify(withoutComments(readFileSync(file, 'utf8')))};`;
    },
  };
}

/** WGSL has no strings, so `//` always begins a comment. */
function withoutComments(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/\/\/.*/, '').trim());
  return lines.filter(Boolean).join('\n');
}
