/** Images as tiles of 2 x 2 output positions, for Winograd's minimal filtering: their sizes, and what its shaders need to know. Used by `winogradTransforms.ts`. */
import type { Shape } from '../graph/tensor.ts';
import type { Sides } from './convolutionShapes.ts';

/** A convolution with a window of 3 x 3 and strides of 1 between two sizes of images; pairs are [y, x]. */
export interface Tiling {
  readonly batch: number;
  readonly input: Shape;
  readonly output: Shape;
  /** Padding before the first position. */
  readonly before: Shape;
}

/** Input and output positions along an edge of a tile. */
const [REACH, STEP] = [4, 2];

/** The tiling of a convolution. */
export function tilingOf({ batch, spatial, positions, options }: Sides): Tiling {
  return { batch, input: spatial, output: positions, before: beforeOf(options.padding) };
}

/** The tiling of its data gradient, which is a convolution of the output's gradient with the kernel turned by half a turn. */
export function gradientTilingOf({ batch, spatial, positions, options }: Sides): Tiling {
  return { batch, input: positions, output: spatial, before: beforeOf(options.padding).map((first) => 2 - first) };
}

/** Tiles of all images. */
export function tileCount({ batch, output }: Tiling): number {
  return output.reduce((product, size) => product * tilesAlong(size), batch);
}

/** Knobs of `shaders/winograd/tiles.wgsl`. `inside` is for its `INSIDE`: no tile reaches beyond the input, or none beyond the output. */
export function tilingKnobs(tiling: Tiling, channels: number, inside: 'input' | 'output'): Record<string, number | boolean> {
  const axes = (name: string, [y = 1, x = 1]: Shape) => ({ [`${name}_Y`]: y, [`${name}_X`]: x });
  const { input, output, before } = tiling;
  return {
    ...axes('IN', input),
    ...axes('OUT', output),
    ...axes('TILES', output.map(tilesAlong)),
    ...axes('BEFORE', before),
    TILES: tileCount(tiling),
    VECTORS: channels / 4,
    INSIDE: inside === 'input' ? readsInside(tiling) : output.every((size) => size % STEP === 0),
  };
}

function readsInside({ input, output, before }: Tiling): boolean {
  return input.every((size, axis) => before[axis] === 0 && tilesAlong(output[axis] as number) * STEP + REACH - STEP <= size);
}

function tilesAlong(size: number): number {
  return Math.ceil(size / STEP);
}

function beforeOf(padding: Sides['options']['padding']): Shape {
  return padding.map(([first]) => first);
}
