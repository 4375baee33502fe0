// A Vite plugin for builds: shaders are shipped without comments and blanks, which only readers of the source need.
import { readFileSync } from 'node:fs';
import type { Plugin } from 'vite';

/** Loads `.wgsl?raw` without comments, and with few line breaks and blanks. */
export function plainShaders(): Plugin {
  return {
    name: 'plain-shaders',
    enforce: 'pre',
    load(id) {
      const file = /^(.*\.wgsl)\?raw$/.exec(id)?.[1];
      return file && `export default ${JSON.stringify(plain(readFileSync(file, 'utf8')))};`;
    },
  };
}

/** WGSL has no strings, so `//` always begins a comment. */
export function plain(text: string): string {
  const lines = text.split('\n').map((line) => line.replace(/\/\/.*/, '').trim());
  return lines
    .filter(Boolean)
    .map(dense)
    .join('\n')
    .replace(/([;{},(])\n/g, '$1');
}

/** Declarations that the library compares with its own text stay as they are; `a - -b` must not become `a--b`, nor `vec4<bool> =` `vec4<bool>=`. */
function dense(line: string): string {
  return /^(alias|@)/.test(line) ? line : line.replace(/ ?(->|> (?==)|[,+*<>=(){};:/&|!%]) ?/g, '$1').replace(/ - (?=[\w(])/g, '-');
}
