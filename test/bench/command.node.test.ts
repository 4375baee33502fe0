/** `npm run bench` where the peers are not installed: what measures nothing installs nothing. */
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let copy: string;

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'bench-'));
  const isSource = (path: string) => !path.includes(join('bench', 'node_modules')) && !path.includes(join('bench', 'results'));
  for (const part of ['bench', 'scripts']) cpSync(join(root, part), join(copy, part), { recursive: true, filter: isSource });
  for (const part of ['src', 'node_modules', 'package.json', 'tsconfig.json']) symlinkSync(join(root, part), join(copy, part));
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

/** What it prints, and its status. npm is not found, so whoever asks for it fails. */
function bench(...words: string[]): Promise<{ status: number | null; text: string }> {
  const env = { ...process.env, PATH: '' };
  return new Promise((resolve) => {
    const child = execFile(process.execPath, ['bench/run.mjs', ...words], { cwd: copy, env }, (_, out, errors) => {
      resolve({ status: child.exitCode, text: out + errors });
    });
  });
}

it('tells its options', async () => {
  const { status, text } = await bench('--help');
  expect(text).toMatch(/^npm run bench -- \[--only NAME\]/);
  expect(text).not.toContain('Installing');
  expect(status).toBe(0);
});

it('refuses options', async () => {
  const { status, text } = await bench('--only', 'nothing');
  expect(text).toMatch(/^Error: Cannot start the benchmark: --only is nothing, no row has that name/);
  expect(text).not.toContain('Installing');
  expect(status).toBe(1);
});

it('prints the figures of earlier runs', async () => {
  const { status, text } = await bench('--table', join(root, 'bench/results/h100/webgpu-fit-1.json'));
  expect(text).toContain('webgpu-fit');
  expect(text).not.toContain('Installing');
  expect(status).toBe(0);
});

it('says what failed where the peers cannot be installed', async () => {
  const { status, text } = await bench('--only', 'gemm-256-nn');
  expect(text).toContain('Installing TensorFlow.js, jax-js and Dawn in bench/ ...');
  expect(text).toContain('Cannot install the peers: npm could not be started in bench/: spawnSync npm ENOENT');
  expect(status).toBe(1);
});
