/** One plot of values per epoch on a 2D canvas, with axes and labels; two of them make the picture of `historyImage.ts`. */
import { epochTicks, niceTicks, tickLabel } from './ticks.ts';

/** What is drawn with. */
export type Pen = OffscreenCanvasRenderingContext2D;

/** A curve: one value per epoch. */
export interface Line {
  readonly values: readonly number[];
  readonly colour: string;
  readonly dash: number[];
}

/** A rectangle, in pixels. */
export interface Area {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface Axes {
  readonly frame: Area;
  readonly epochs: number;
  readonly ticks: readonly number[];
  toX(epoch: number): number;
  toY(value: number): number;
}

/** Draws a titled plot into `area`. */
export function drawPlot(pen: Pen, area: Area, title: string, lines: readonly Line[]): void {
  pen.textAlign = 'left';
  pen.fillStyle = '#1b1b1f';
  pen.font = '600 24px system-ui, sans-serif';
  pen.fillText(title, area.x, area.y + 24);
  const frame = { x: area.x + 74, y: area.y + 52, width: area.width - 88, height: area.height - 52 - 68 };
  const axes = axesOf(frame, lines);
  drawValueAxis(pen, axes);
  drawEpochAxis(pen, axes);
  for (const line of lines) drawLine(pen, axes, line);
}

function axesOf(frame: Area, lines: readonly Line[]): Axes {
  const values = lines.flatMap((line) => line.values).filter(Number.isFinite);
  const epochs = Math.max(1, ...lines.map((line) => line.values.length));
  const ticks = values.length > 0 ? niceTicks(Math.min(...values), Math.max(...values)) : [0, 1];
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  return {
    frame,
    epochs,
    ticks,
    // A single epoch stands in the middle.
    toX: (epoch) => frame.x + frame.width * (epochs === 1 ? 0.5 : (epoch - 1) / (epochs - 1)),
    toY: (value) => frame.y + frame.height * (1 - (value - low) / (high - low)),
  };
}

function drawValueAxis(pen: Pen, { frame, ticks, toY }: Axes): void {
  pen.font = '20px system-ui, sans-serif';
  pen.textAlign = 'right';
  pen.textBaseline = 'middle';
  for (const tick of ticks) {
    const y = Math.round(toY(tick)) + 0.5;
    drawSegment(pen, [frame.x, y], [frame.x + frame.width, y], tick === ticks[0] ? '#8d8d96' : '#e6e6ea');
    pen.fillStyle = '#63636b';
    pen.fillText(tickLabel(tick, ticks), frame.x - 16, y);
  }
}

function drawEpochAxis(pen: Pen, { frame, epochs, toX }: Axes): void {
  const bottom = frame.y + frame.height;
  pen.textAlign = 'center';
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = '#63636b';
  for (const epoch of epochTicks(epochs)) {
    const x = Math.round(toX(epoch)) + 0.5;
    drawSegment(pen, [x, bottom], [x, bottom + 8], '#8d8d96');
    pen.fillText(String(epoch), x, bottom + 32);
  }
  pen.fillText('Epoch', frame.x + frame.width / 2, bottom + 64);
}

function drawSegment(pen: Pen, from: readonly [number, number], to: readonly [number, number], colour: string): void {
  pen.strokeStyle = colour;
  pen.lineWidth = 1;
  pen.beginPath();
  pen.moveTo(...from);
  pen.lineTo(...to);
  pen.stroke();
}

/** Dots only while they stay apart; values that are no numbers leave a gap. */
function drawLine(pen: Pen, { epochs, toX, toY }: Axes, { values, colour, dash }: Line): void {
  const points = values.map((value, index) => ({ x: toX(index + 1), y: toY(value) }));
  pen.strokeStyle = colour;
  pen.fillStyle = colour;
  pen.lineWidth = 4;
  pen.lineJoin = 'round';
  pen.setLineDash(dash);
  pen.beginPath();
  points.forEach(({ x, y }, index) => {
    if (!Number.isFinite(y)) return;
    if (index > 0 && Number.isFinite(points[index - 1]?.y)) pen.lineTo(x, y);
    else pen.moveTo(x, y);
  });
  pen.stroke();
  pen.setLineDash([]);
  if (epochs <= 40) for (const { x, y } of points) if (Number.isFinite(y)) drawDot(pen, x, y);
}

function drawDot(pen: Pen, x: number, y: number): void {
  pen.beginPath();
  pen.arc(x, y, 6, 0, 2 * Math.PI);
  pen.fill();
}
