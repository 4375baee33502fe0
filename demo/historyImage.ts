/** The picture of a finished or running training: accuracy and loss, each a `plot.ts`. */
import { drawPlot, type Line, type Pen } from './plot.ts';

const WIDTH = 1600;
const HEIGHT = 640;
const MARGIN = 48;
const GAP = 56;
const TRAINING = '#2457c5';
const VALIDATION = '#c2410c';

/** Draws what `History.history` holds of a training on `title` as a PNG of 1600 x 640 pixels. */
export async function historyImage(history: Readonly<Record<string, readonly number[]>>, title: string): Promise<Uint8Array> {
  const canvas = new OffscreenCanvas(WIDTH, HEIGHT);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('Cannot draw the history: the browser gives no 2D canvas');
  pen.fillStyle = '#ffffff';
  pen.fillRect(0, 0, WIDTH, HEIGHT);
  drawHeading(pen, title, history.loss?.length ?? 0);
  const width = (WIDTH - 2 * MARGIN - GAP) / 2;
  const area = { y: 116, width, height: HEIGHT - 116 - 36 };
  drawPlot(pen, { ...area, x: MARGIN }, 'Accuracy', linesOf(history, 'accuracy'));
  drawPlot(pen, { ...area, x: MARGIN + width + GAP }, 'Loss', linesOf(history, 'loss'));
  const image = await canvas.convertToBlob({ type: 'image/png' });
  return new Uint8Array(await image.arrayBuffer());
}

function linesOf(history: Readonly<Record<string, readonly number[]>>, key: string): Line[] {
  return [
    { values: history[key] ?? [], colour: TRAINING, dash: [] },
    { values: history[`val_${key}`] ?? [], colour: VALIDATION, dash: [12, 9] },
  ];
}

function drawHeading(pen: Pen, title: string, epochs: number): void {
  pen.textBaseline = 'alphabetic';
  pen.textAlign = 'left';
  pen.fillStyle = '#1b1b1f';
  pen.font = '600 34px system-ui, sans-serif';
  pen.fillText('Training history', MARGIN, 68);
  const { width } = pen.measureText('Training history');
  pen.fillStyle = '#63636b';
  pen.font = '22px system-ui, sans-serif';
  pen.fillText(`${title}, ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'}`, MARGIN + width + 20, 68);
  const left = drawKey(pen, WIDTH - MARGIN - 14, 'Validation', VALIDATION, [12, 9]);
  drawKey(pen, left - 36, 'Training', TRAINING, []);
}

/** Draws a sample of a line and its name, which ends at `right`, and returns where they begin. */
function drawKey(pen: Pen, right: number, text: string, colour: string, dash: number[]): number {
  const left = right - pen.measureText(text).width - 68;
  pen.strokeStyle = colour;
  pen.lineWidth = 4;
  pen.setLineDash(dash);
  pen.beginPath();
  pen.moveTo(left, 61);
  pen.lineTo(left + 54, 61);
  pen.stroke();
  pen.setLineDash([]);
  pen.fillStyle = '#3d3d44';
  pen.fillText(text, left + 68, 68);
  return left;
}
