/** Brings a drawing into the shape of MNIST's digits, so that the network sees what it was trained on; drawn in `pad.ts`, read in `reader.ts`. */

const SIZE = 28;
const BOX = 20;

/** A grey picture: row after row, 0 is paper and 255 ink. */
export interface Grey {
  readonly data: Uint8ClampedArray | Uint8Array;
  readonly width: number;
  readonly height: number;
}

/**
 * `[height, width] → [28, 28]`: the ink scaled to fit a box of 20 x 20 with its proportions kept, its centre of mass in the middle (Y. LeCun's
 * MNIST page); `undefined` where there is no ink.
 */
export function centreDigit(drawing: Grey): Uint8Array | undefined {
  const box = inkBox(drawing);
  if (!box) return undefined;
  const scale = BOX / Math.max(box.right - box.left, box.bottom - box.top);
  const size = (length: number) => Math.max(1, Math.round(length * scale));
  const small = shrink(drawing, box, size(box.right - box.left), size(box.bottom - box.top));
  return place(small);
}

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** The smallest box that holds all ink; faint edges of strokes are no ink. */
function inkBox({ data, width, height }: Grey): Box | undefined {
  const box = { left: width, top: height, right: 0, bottom: 0 };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (data[y * width + x]! < 32) continue;
      box.left = Math.min(box.left, x);
      box.right = Math.max(box.right, x + 1);
      box.top = Math.min(box.top, y);
      box.bottom = y + 1;
    }
  }
  return box.right > 0 ? box : undefined;
}

/** Every pixel is the mean of the area that it covers, which gives the grey edges of MNIST. */
function shrink(drawing: Grey, box: Box, width: number, height: number): Grey {
  const data = new Uint8ClampedArray(width * height);
  const across = (box.right - box.left) / width;
  const down = (box.bottom - box.top) / height;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const left = box.left + x * across;
      const top = box.top + y * down;
      data[y * width + x] = meanOf(drawing, { left, top, right: left + across, bottom: top + down });
    }
  }
  return { data, width, height };
}

function meanOf({ data, width }: Grey, { left, top, right, bottom }: Box): number {
  let sum = 0;
  for (let y = Math.floor(top); y < bottom; y++) {
    const rows = Math.min(y + 1, bottom) - Math.max(y, top);
    for (let x = Math.floor(left); x < right; x++) {
      sum += (data[y * width + x] ?? 0) * rows * (Math.min(x + 1, right) - Math.max(x, left));
    }
  }
  return sum / ((right - left) * (bottom - top));
}

function place(small: Grey): Uint8Array {
  const middle = centreOfMass(small);
  const left = clamp(Math.round(SIZE / 2 - middle.x), SIZE - small.width);
  const top = clamp(Math.round(SIZE / 2 - middle.y), SIZE - small.height);
  const digit = new Uint8Array(SIZE * SIZE);
  for (let y = 0; y < small.height; y++) {
    digit.set(small.data.subarray(y * small.width, (y + 1) * small.width), (top + y) * SIZE + left);
  }
  return digit;
}

/** Measured from the corner, so the middle of the first pixel is at one half. */
function centreOfMass({ data, width, height }: Grey): { x: number; y: number } {
  let [mass, x, y] = [0, 0, 0];
  for (let index = 0; index < width * height; index++) {
    const ink = data[index]!;
    mass += ink;
    x += ink * ((index % width) + 0.5);
    y += ink * (Math.floor(index / width) + 0.5);
  }
  return { x: x / mass, y: y / mass };
}

function clamp(value: number, most: number): number {
  return Math.min(Math.max(value, 0), most);
}
