/** Installs the peers and Dawn, which are no part of the library's own packages, in this folder. Used by `command.ts`. */
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const FOLDER = fileURLToPath(new URL('.', import.meta.url));
const INSTALLED = `${FOLDER}node_modules/.package-lock.json`;

/** Does nothing where they are installed as the lock file says. Throws Error when npm fails. */
export function installPeers(): void {
  if (existsSync(INSTALLED) && statSync(INSTALLED).mtimeMs >= statSync(`${FOLDER}package-lock.json`).mtimeMs) return;
  console.log('Installing TensorFlow.js, jax-js and Dawn in bench/ ...');
  const words = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status, signal, error } = spawnSync('npm', words, { cwd: FOLDER, stdio: 'inherit', shell: process.platform === 'win32' });
  if (error) throw new Error(`Cannot install the peers: npm could not be started in bench/: ${error.message}`);
  if (status !== 0)
    throw new Error(`Cannot install the peers: npm ci ended with ${status ?? signal} in bench/, see above; it needs a network`);
}
