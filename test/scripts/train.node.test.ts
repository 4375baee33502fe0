/** The main job from the command line: its files, its texts, its exit codes, Ctrl-C, and a browser that dies in the middle. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import h5wasm from 'h5wasm/node';
import type { Browser } from 'puppeteer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser } from '../../scripts/browser.ts';
import { trainInBrowser } from '../../scripts/trainInBrowser.ts';
import type { TrainOptions } from '../../scripts/trainOptions.ts';

const COMMAND = fileURLToPath(new URL('../../scripts/train.mjs', import.meta.url));
const MINUTES = 60_000;
const folder = mkdtempSync(join(tmpdir(), 'webgpu-fit-train-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Ended {
  readonly code: number | null;
  readonly output: string;
  readonly errors: string;
}

/** Runs the command; `watch` sees the output so far whenever there is more. */
function run(words: string, watch: (output: string, interrupt: () => void) => void = () => {}): Promise<Ended> {
  const command = spawn(process.execPath, [COMMAND, ...words.split(' ').filter(Boolean)], { stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  let interrupted = false;
  const interrupt = () => {
    if (!interrupted) command.kill('SIGINT'); // one Ctrl-C: another, while the command leaves, would be answered by the system
    interrupted = true;
  };
  command.stdout.on('data', (text) => {
    output += text;
    watch(output, interrupt);
  });
  command.stderr.on('data', (text) => {
    errors += text;
  });
  return new Promise((resolve) => command.on('close', (code) => resolve({ code, output, errors })));
}

function text(...path: string[]): string {
  return readFileSync(join(folder, ...path), 'utf8');
}

/** Names of the layers whose weights are in the file, read by another implementation of the format than the one that wrote it. */
async function layersIn(path: string): Promise<string[]> {
  await h5wasm.ready;
  const file = new h5wasm.File(path, 'r');
  try {
    const weights = file.get('model_weights');
    return weights instanceof h5wasm.Group ? weights.keys() : [];
  } finally {
    file.close();
  }
}

describe('npm run train', () => {
  let ended: Ended;
  beforeAll(async () => {
    ended = await run(`--limit 2000 --epochs 2 --seed 1 --out ${join(folder, 'job')}`);
  }, 5 * MINUTES);

  it('ends well and says what trained, how well, and where the files are', () => {
    expect(ended).toMatchObject({ code: 0, errors: '' });
    const lines = ended.output.trim().split('\n');
    expect(lines[0]).toMatch(/^Training on \S+/);
    expect(lines[0]?.includes('a GPU would be faster')).toBe(/swiftshader|llvmpipe/.test(lines[0] ?? ''));
    expect(lines.at(-1)).toMatch(/^Best validation accuracy 0\.\d{4} in epoch [12]; the files are in /);
    expect(lines.at(-1)).toContain(join(folder, 'job'));
  });

  it("shows Keras's progress, a line per epoch where there is no terminal", () => {
    expect(ended.output).toMatch(/Epoch 1\/2\n63\/63 ━{20} \d+s \d+[mu]?s\/step - accuracy: 0\.\d{4} - loss: \d\.\d{4} - val_accuracy/);
    expect(ended.output).toMatch(/Epoch 2\/2\n63\/63 ━{20}/);
    expect(ended.output).not.toMatch(/[\r\b]/);
  });

  it('leaves exactly the four files', () => {
    expect(readdirSync(join(folder, 'job')).sort()).toEqual(['history.json', 'history.png', 'my_best_model.h5', 'training.csv']);
  });

  it('writes history.json', () => {
    const { history, epoch, params } = JSON.parse(text('job', 'history.json'));
    expect(Object.keys(history).sort()).toEqual(['accuracy', 'loss', 'val_accuracy', 'val_loss']);
    expect(epoch).toEqual([0, 1]);
    expect(params).toEqual({ verbose: 1, epochs: 2, steps: 63 });
    expect(history.val_accuracy[1]).toBeGreaterThan(0.8);
    expect(history.loss[1]).toBeLessThan(history.loss[0]);
  });

  it('writes training.csv', () => {
    const { history } = JSON.parse(text('job', 'history.json'));
    const rows = text('job', 'training.csv').trimEnd().split('\r\n');
    expect(rows).toHaveLength(3);
    expect(rows[0]).toBe('epoch,accuracy,loss,val_accuracy,val_loss');
    expect(rows[2]?.split(',').map(Number)).toEqual([1, ...['accuracy', 'loss', 'val_accuracy', 'val_loss'].map((key) => history[key][1])]);
  });

  it('draws history.png', () => {
    const image = readFileSync(join(folder, 'job', 'history.png'));
    expect([...image.subarray(0, 8)]).toEqual([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    expect([image.readUInt32BE(16), image.readUInt32BE(20)]).toEqual([1600, 640]);
    expect(image.length).toBeGreaterThan(10_000); // an empty sheet takes less
  });

  it('saves the model as Keras names its parts', async () => {
    const layers = await layersIn(join(folder, 'job', 'my_best_model.h5'));
    expect(layers).toEqual(expect.arrayContaining(['rescaling', 'dense', 'dropout', 'dense_1']));
  });
});

describe('npm run train, otherwise', () => {
  it('refuses a bad option with status 2 and the list', async () => {
    const { code, output, errors } = await run('--epochs none');
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errors).toMatch(/^Cannot start training: --epochs is none.*Usage: npm run train/s);
  });

  it('answers --help with status 0', async () => {
    const { code, output } = await run('--help');
    expect(code).toBe(0);
    expect(output).toMatch(/^Usage: npm run train -- \[options\]/);
  });

  it(
    'stops on Ctrl-C, keeps the files and says so',
    async () => {
      const out = join(folder, 'stopped');
      const { code, output } = await run(`--limit 500 --epochs 50 --out ${out}`, (soFar, interrupt) => {
        if (soFar.includes('Epoch 2/50')) interrupt();
      });
      expect(code).toBe(130);
      expect(output).toMatch(/Stopped\. Best validation accuracy 0\.\d{4} in epoch \d+; the files are in /);
      expect(readdirSync(out).sort()).toEqual(['history.json', 'history.png', 'my_best_model.h5', 'training.csv']);
    },
    5 * MINUTES,
  );
});

describe('trainInBrowser()', () => {
  const options: TrainOptions = {
    example: 'mnist',
    epochs: 50,
    batchSize: 32,
    limit: 500,
    seed: 1,
    out: folder,
    headful: false,
    verbose: 1,
  };

  it(
    'rejects when the browser is killed in the second epoch, and leaves a model that can be read',
    async () => {
      const out = join(folder, 'killed');
      let browser: Browser | undefined;
      const training = trainInBrowser(
        { ...options, out },
        {
          print: (text) => void (text.includes('Epoch 2/50') && browser?.process()?.kill('SIGKILL')),
          warn: () => {},
          isTerminal: false,
          launch: async (launchOptions) => {
            browser = await launchBrowser(launchOptions);
            return browser;
          },
        },
      );
      await expect(training).rejects.toThrow('Cannot go on training: the browser was closed or crashed');
      expect(await layersIn(join(out, 'my_best_model.h5'))).toContain('dense_1');
      expect(JSON.parse(readFileSync(join(out, 'history.json'), 'utf8')).epoch).toEqual([0]);
      expect(readdirSync(out).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    },
    5 * MINUTES,
  );

  it(
    'rejects with what the page could not do',
    async () => {
      const blocked = join(COMMAND, 'no-folder'); // below a file there can be no folder
      const surroundings = { print: () => {}, warn: () => {}, isTerminal: false };
      await expect(trainInBrowser({ ...options, epochs: 1, limit: 100, out: blocked }, surroundings)).rejects.toThrow(/ENOTDIR|ENOENT/);
      expect(existsSync(blocked)).toBe(false);
    },
    5 * MINUTES,
  );

  it(
    'writes over the line where there is a terminal',
    async () => {
      let output = '';
      const print = (text: string) => {
        output += text;
      };
      await trainInBrowser(
        { ...options, epochs: 1, limit: 500, out: join(folder, 'terminal') },
        { print, warn: () => {}, isTerminal: true },
      );
      expect(output).toContain('\r');
      expect(output).toContain('\x1b[32m━');
    },
    5 * MINUTES,
  );
});
