/** The demo's page: joins the form, the training of `trainer.ts`, the charts and the drawing pad. */
import { init } from 'webgpu-fit';
import { adviseOnSoftware, adviseWithoutGpu } from './advice.ts';
import { createBars } from './bars.ts';
import { Chart } from './chart.ts';
import { codeFor } from './code.ts';
import { downloadModel } from './download.ts';
import { element, setText } from './elements.ts';
import { loadTest, PIXELS } from './examples/mnist.ts';
import type { Listener } from './liveCallback.ts';
import { hideNotice, showError, showNotice } from './notice.ts';
import { Pad } from './pad.ts';
import { Reader } from './reader.ts';
import { chooseFewImages, readSettings, setSettingsOpen } from './settings.ts';
import { percent, Status } from './status.ts';
import { type Phase, Trainer } from './trainer.ts';

const button = (id: string) => element(id, HTMLButtonElement);
const lossChart = new Chart(element('loss-chart', HTMLElement), {
  title: 'Loss',
  key: 'loss',
  format: shortNumber,
  formatTick: shortNumber,
});
const accuracyChart = new Chart(element('accuracy-chart', HTMLElement), {
  title: 'Accuracy',
  key: 'accuracy',
  format: percent,
  formatTick: (share) => `${shortNumber(100 * share)} %`,
  most: 1,
});
const charts = [lossChart, accuracyChart];
const status = new Status();

const listener: Listener = {
  onStep: (epoch, step) => status.onStep(epoch, step),
  onValues(at, values) {
    for (const chart of charts) chart.addTraining(at, values);
    readSometimes();
  },
  onEpoch(epoch, values) {
    for (const chart of charts) chart.addValidation(epoch + 1, values);
    status.onEpoch(epoch, values);
    reader.read();
  },
};

const trainer = new Trainer(listener, showPhase);
const pad = new Pad(element('pad', HTMLCanvasElement), () => reader.read());
const reader = new Reader(
  () => pad.drawing,
  () => trainer.model,
  (error) => showError('prediction', error),
);

createBars();
showCode();
listen();
await lookForGpu();

async function lookForGpu(): Promise<void> {
  try {
    const { description, software } = await init();
    setText('adapter', software ? `On the CPU: ${description}` : `On ${description}`);
    if (software) recommendGpu();
    button('start').disabled = false;
  } catch {
    const { title, text } = adviseWithoutGpu({ userAgent: navigator.userAgent, isSecure: isSecureContext, hasWebGpu: 'gpu' in navigator });
    showNotice(title, text);
    setText('adapter', 'No GPU');
    setText('status', 'Training needs WebGPU.');
  }
}

function recommendGpu(): void {
  const { title, text } = adviseOnSoftware(navigator.userAgent);
  showNotice(title, text);
  chooseFewImages();
}

function listen(): void {
  const form = element('settings', HTMLFormElement);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    void start();
  });
  form.addEventListener('input', showCode);
  button('pause').addEventListener('click', () => (phase === 'paused' ? trainer.resume() : trainer.pause()));
  button('stop').addEventListener('click', () => trainer.stop());
  button('clear').addEventListener('click', () => pad.clear());
  button('sample').addEventListener('click', () => void showSample().catch((error) => showError('loading of test digits', error)));
  button('download').addEventListener('click', () => void download());
  const smoothing = element('smoothing', HTMLInputElement);
  smoothing.addEventListener('input', () => {
    for (const chart of charts) chart.smoothing = smoothing.valueAsNumber;
  });
  const logarithmic = element('logarithmic', HTMLInputElement);
  logarithmic.addEventListener('change', () => {
    lossChart.logarithmic = logarithmic.checked;
  });
}

async function start(): Promise<void> {
  const settings = readSettings();
  hideNotice();
  for (const chart of charts) chart.reset(settings.epochs);
  status.begin(settings.epochs, Math.ceil(settings.images / settings.batchSize));
  try {
    const { stopped } = await trainer.train(settings);
    setText('status', stopped ? 'Stopped. The network keeps what it has learned.' : `${element('status', HTMLElement).textContent} Done.`);
    reader.read();
  } catch (error) {
    showError('training', error);
  }
}

let phase: Phase = 'idle';

function showPhase(next: Phase): void {
  phase = next;
  const isIdle = phase === 'idle';
  const isRunning = phase === 'training' || phase === 'paused';
  setSettingsOpen(isIdle);
  button('start').disabled = !isIdle;
  button('pause').disabled = !isRunning;
  button('stop').disabled = !isRunning;
  button('download').disabled = !trainer.model;
  setText('pause', phase === 'paused' ? 'Resume' : 'Pause');
  if (phase === 'loading') setText('status', 'Loading the images…');
  if (phase === 'training') setText('status', 'Training…');
  if (phase === 'paused') setText('status', 'Paused. Draw a digit, or resume.');
  if (phase !== 'training') status.rest();
  keepFocus();
}

/** A button that is switched off loses the focus, and the keyboard its place. */
function keepFocus(): void {
  if (document.activeElement !== document.body) return;
  const next = phase === 'training' ? 'pause' : 'start';
  button(next).focus({ preventScroll: true });
}

let lastRead = 0;

/** While the network learns its answer changes, but reading it takes time from the training. */
function readSometimes(): void {
  if (performance.now() - lastRead < 500) return;
  lastRead = performance.now();
  reader.read();
}

async function showSample(): Promise<void> {
  const { images, count } = await loadTest();
  const row = Math.floor(Math.random() * count);
  pad.show(images.subarray(row * PIXELS, (row + 1) * PIXELS));
}

async function download(): Promise<void> {
  try {
    if (trainer.model) await downloadModel(trainer.model);
  } catch (error) {
    showError('download', error);
  }
}

function showCode(): void {
  setText('code', codeFor(readSettings()));
}

function shortNumber(value: number): string {
  return Number(value.toPrecision(3)).toString();
}
