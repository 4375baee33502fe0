/** Drawings brought into MNIST's shape: size, place, proportions, grey edges. */
import { describe, expect, it } from 'vitest';
import { centreDigit, type Grey } from '../../demo/digit.ts';

function drawing(width: number, height: number, ink: (x: number, y: number) => boolean): Grey {
  const data = Uint8Array.from({ length: width * height }, (_, i) => (ink(i % width, Math.floor(i / width)) ? 255 : 0));
  return { data, width, height };
}

function extent(digit: Uint8Array) {
  const inked = [...digit.keys()].filter((index) => digit[index]! > 0);
  const columns = inked.map((index) => index % 28);
  const rows = inked.map((index) => Math.floor(index / 28));
  const range = (places: number[]) => [Math.min(...places), Math.max(...places)];
  return { columns: range(columns), rows: range(rows) };
}

describe('centreDigit()', () => {
  it('is undefined for an empty pad and for nothing but faint edges', () => {
    expect(centreDigit(drawing(280, 280, () => false))).toBeUndefined();
    expect(centreDigit({ data: new Uint8Array(100).fill(20), width: 10, height: 10 })).toBeUndefined();
  });

  it('fits a square into the 20 x 20 pixels in the middle, wherever it was drawn', () => {
    const digit = centreDigit(drawing(280, 280, (x, y) => x >= 200 && x < 250 && y >= 10 && y < 60));
    expect(extent(digit!)).toEqual({ columns: [4, 23], rows: [4, 23] });
    expect(digit!.filter((ink) => ink === 255)).toHaveLength(400);
  });

  it('keeps the proportions of a narrow stroke', () => {
    const digit = centreDigit(drawing(280, 280, (x, y) => x >= 30 && x < 50 && y >= 40 && y < 240));
    expect(extent(digit!)).toEqual({ columns: [13, 14], rows: [4, 23] });
  });

  it('keeps the proportions of a flat stroke in a drawing that is not square', () => {
    const digit = centreDigit(drawing(300, 100, (x, y) => x >= 50 && x < 250 && y >= 40 && y < 60));
    expect(extent(digit!)).toEqual({ columns: [4, 23], rows: [13, 14] });
  });

  it('puts the centre of mass, not of the box, in the middle', () => {
    const heavyTop = drawing(200, 200, (x, y) => y < 60 || x < 40);
    const digit = centreDigit(heavyTop)!;
    let [mass, moment] = [0, 0];
    digit.forEach((ink, index) => {
      mass += ink;
      moment += ink * (Math.floor(index / 28) + 0.5);
    });
    expect(Math.abs(moment / mass - 14)).toBeLessThanOrEqual(0.5);
    expect(extent(digit).rows[0]).toBeGreaterThan(4);
  });

  it('makes grey of pixels that are half ink', () => {
    const stripes = drawing(400, 400, (x) => x % 4 < 2);
    const digit = centreDigit(stripes)!;
    expect([...new Set(digit)].filter((ink) => ink > 0 && ink < 255).length).toBeGreaterThan(0);
  });
});
