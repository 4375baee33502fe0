// Installs the peers and Dawn, which are no part of the library's own packages, then runs main.ts.
import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { run } from '../scripts/run.mjs';

const folder = fileURLToPath(new URL('.', import.meta.url));
const installed = `${folder}node_modules/.package-lock.json`;

if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(`${folder}package-lock.json`).mtimeMs) await run('../bench/main.ts');
else await install();

async function install() {
  console.log('Installing TensorFlow.js, jax-js and Dawn in bench/ ...');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: folder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status === 0) await run('../bench/main.ts');
  else process.exitCode = status ?? 1;
}
