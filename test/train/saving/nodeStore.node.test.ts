// Node's files, and what is left of them when the program is killed while it writes.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeStore } from '../../../src/train/saving/nodeStore.ts';
import { checkFileStore, checkRoot } from '../../support/checkFileStore.ts';

const MEGABYTES = 16;
/** Milliseconds after the first file is there; a write takes a few. */
const KILLED_AFTER = [0, 3, 11, 26, 47];

describe('nodeStore()', () => {
  const folder = mkdtempSync(join(tmpdir(), 'node-store-'));
  afterAll(() => rmSync(folder, { recursive: true }));

  describe('of all files', () => checkFileStore(() => nodeStore(), `${folder}/all/`));

  describe('below a folder', () => {
    checkFileStore(() => nodeStore(join(folder, 'root')), 'checks/');
    checkRoot(() => nodeStore(join(folder, 'root')));
  });

  it('lists the working directory when nothing is named', async () => {
    expect(await nodeStore().list('package')).toContain('package.json');
  });

  it('leaves no unfinished file behind when it cannot write', async () => {
    const store = nodeStore(join(folder, 'full'));
    await store.write('taken/file', Uint8Array.of(1));
    await expect(store.write('taken', Uint8Array.of(2))).rejects.toThrow();
    expect(readdirSync(join(folder, 'full'))).toEqual(['taken']);
  });
});

describe('nodeStore() in a program that is killed while it writes', () => {
  const folder = mkdtempSync(join(tmpdir(), 'node-store-killed-'));
  let writers: ChildProcess[];

  beforeAll(() => {
    writers = KILLED_AFTER.map((_, index) => startWriter(join(folder, `run${index}/model.h5`)));
  });
  afterAll(() => {
    for (const writer of writers) writer.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(KILLED_AFTER.map((delay, index) => ({ delay, index })))('leaves a whole file after $delay ms', async ({ delay, index }) => {
    const writer = writers[index]!;
    await new Promise((resolve) => writer.stdout!.once('data', resolve));
    await new Promise((resolve) => setTimeout(resolve, delay));
    await kill(writer);
    const bytes = readFileSync(join(folder, `run${index}/model.h5`));
    expect(bytes.length).toBe(MEGABYTES << 20);
    expect(Buffer.compare(bytes, Buffer.alloc(bytes.length, bytes[0]))).toBe(0);
    expect(await nodeStore().list(`${folder}/run${index}/`)).toEqual([`${folder}/run${index}/model.h5`]);
  });
});

/** A program that replaces the file over and over, each time with another byte, and says when the first is there. */
function startWriter(path: string): ChildProcess {
  const store = fileURLToPath(new URL('../../../src/train/saving/nodeStore.ts', import.meta.url));
  const program = `
    import { runnerImport } from 'vite';
    const { module } = await runnerImport(${JSON.stringify(store)}, { configFile: false, logLevel: 'error' });
    const contents = [1, 2].map((value) => new Uint8Array(${MEGABYTES << 20}).fill(value));
    for (let i = 0; performance.now() < 60_000; i++) {
      await module.nodeStore().write(${JSON.stringify(path)}, contents[i % 2]);
      if (i === 0) console.log('ready');
    }`;
  return spawn(process.execPath, ['--input-type=module', '--eval', program], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function kill(writer: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => writer.once('exit', resolve));
  writer.kill('SIGKILL');
  await ended;
}
