/** The pad to draw on, with mouse, finger, pen or keys; the drawing becomes a digit in `digit.ts`. */
import type { Grey } from './digit.ts';

interface Point {
  readonly x: number;
  readonly y: number;
}

const PEN_WIDTH = 22;
const KEY_STEP = 7;
const DIRECTIONS: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

/** Draws on a canvas and tells when the drawing changed. */
export class Pad {
  private readonly canvas: HTMLCanvasElement;
  private readonly pen: CanvasRenderingContext2D;
  private readonly onChange: () => void;
  private last: Point | undefined;
  private cursor: Point;
  private isKeyPenDown = false;

  constructor(canvas: HTMLCanvasElement, onChange: () => void) {
    const pen = canvas.getContext('2d', { willReadFrequently: true });
    if (!pen) throw new Error('Cannot draw: the browser gives no 2D canvas');
    this.canvas = canvas;
    this.pen = pen;
    this.onChange = onChange;
    this.cursor = { x: canvas.width / 2, y: canvas.height / 4 };
    canvas.addEventListener('pointerdown', (event) => this.press(event));
    canvas.addEventListener('pointermove', (event) => this.move(event));
    for (const end of ['pointerup', 'pointercancel']) canvas.addEventListener(end, () => this.lift());
    canvas.addEventListener('keydown', (event) => this.key(event));
  }

  /** The ink: 255 where the pen was. */
  get drawing(): Grey {
    const { width, height } = this.canvas;
    const { data } = this.pen.getImageData(0, 0, width, height);
    const ink = new Uint8ClampedArray(width * height);
    for (let index = 0; index < ink.length; index++) ink[index] = data[4 * index + 3] ?? 0; // the pen leaves its mark in the opacity
    return { data: ink, width, height };
  }

  /** Takes all ink away. */
  clear(): void {
    this.erase();
    this.onChange();
  }

  /** Puts an image of MNIST on the pad, `[784]`, as large as a digit that was drawn. */
  show(image: Uint8Array): void {
    this.erase();
    const pixels = new ImageData(28, 28);
    image.forEach((ink, index) => {
      pixels.data[4 * index + 3] = ink;
    });
    const small = new OffscreenCanvas(28, 28);
    small.getContext('2d')?.putImageData(pixels, 0, 0);
    this.pen.drawImage(small, 0, 0, this.canvas.width, this.canvas.height);
    this.onChange();
  }

  private erase(): void {
    this.pen.clearRect(0, 0, this.canvas.width, this.canvas.height);
  }

  private press(event: PointerEvent): void {
    if (event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.last = this.locate(event);
    this.line(this.last, this.last);
  }

  /** A fast hand moves through several places between two events. */
  private move(event: PointerEvent): void {
    if (!this.last) return;
    const places = event.getCoalescedEvents();
    for (const place of places.length > 0 ? places : [event]) {
      const next = this.locate(place);
      this.line(this.last, next);
      this.last = next;
    }
  }

  private lift(): void {
    this.last = undefined;
  }

  private key(event: KeyboardEvent): void {
    const direction = DIRECTIONS[event.key];
    if (event.key === ' ') this.isKeyPenDown = !this.isKeyPenDown;
    else if (!direction) return;
    event.preventDefault(); // neither key shall scroll the page
    const { x = 0, y = 0 } = direction ?? {};
    const next = { x: this.within(this.cursor.x + x * KEY_STEP), y: this.within(this.cursor.y + y * KEY_STEP) };
    if (this.isKeyPenDown) this.line(this.cursor, next);
    this.cursor = next;
    this.canvas.style.setProperty('--pen-x', `${(100 * next.x) / this.canvas.width}%`);
    this.canvas.style.setProperty('--pen-y', `${(100 * next.y) / this.canvas.height}%`);
  }

  private within(place: number): number {
    return Math.min(Math.max(place, PEN_WIDTH), this.canvas.width - PEN_WIDTH);
  }

  private locate({ clientX, clientY }: MouseEvent): Point {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return { x: ((clientX - left) * this.canvas.width) / width, y: ((clientY - top) * this.canvas.height) / height };
  }

  private line(from: Point, to: Point): void {
    Object.assign(this.pen, { lineWidth: PEN_WIDTH, lineCap: 'round', strokeStyle: '#1b1b1f' });
    this.pen.beginPath();
    this.pen.moveTo(from.x, from.y);
    this.pen.lineTo(to.x, to.y);
    this.pen.stroke();
    this.onChange();
  }
}
