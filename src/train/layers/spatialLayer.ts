/** The base of layers of sequences, images and volumes: [batch, ...spatial, channels], the channels last. */
import { check, checkOneOf, type OptionNames } from '../checks.ts';
import { LAYER_OPTIONS, Layer, type LayerOptions } from './layer.ts';
import { singleShape } from './shapes.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';

/** Options of layers of images. */
export interface SpatialOptions extends LayerOptions {
  /** Where the channels are; only last. */
  readonly dataFormat?: 'channels_last' | null | undefined;
}

/** Their names. */
export const SPATIAL_OPTIONS: OptionNames<SpatialOptions> = { ...LAYER_OPTIONS, dataFormat: true };

/** One size for all spatial axes, or one for each. */
export type PerAxis = number | readonly number[];

/** A layer over 1 to 3 spatial axes, which it may change in size. Extend it with `outputSizes`. */
export abstract class SpatialLayer extends Layer {
  /** Number of spatial axes. */
  readonly rank: number;

  /** Throws TypeError for a data format other than 'channels_last'. */
  constructor(rank: number, options: SpatialOptions) {
    super(options);
    checkOneOf(this.className, 'dataFormat', options.dataFormat ?? 'channels_last', ['channels_last']);
    this.rank = rank;
  }

  /** Sizes of the output's spatial axes for those of the input. Throws RangeError where there would be nothing left. */
  protected abstract outputSizes(sizes: LayerShape): LayerShape;

  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    const [batch = null, ...rest] = spatialShape(inputShape, this.rank);
    return [batch, ...this.outputSizes(rest.slice(0, -1)), rest.at(-1) ?? null];
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), data_format: 'channels_last' };
  }
}

/** The one shape that a layer over `rank` spatial axes is given. Throws RangeError for another number of axes. */
export function spatialShape(inputShape: LayerShape | readonly LayerShape[], rank: number): LayerShape {
  const shape = singleShape(inputShape);
  if (shape.length === rank + 2) return shape;
  const axes = `the batch, ${rank} spatial ${rank === 1 ? 'axis' : 'axes'} and the channels`;
  throw new RangeError(
    `Cannot apply the layer: its input ${showLayerShape(shape)} has ${shape.length} axes, it must have ${rank + 2}: ${axes}`,
  );
}

/** Positive integers, one for each of `rank` axes. Throws RangeError or TypeError for anything else; `part` is a class name. */
export function perAxis(part: string, option: string, value: PerAxis, rank: number): readonly number[] {
  const sizes = typeof value === 'number' ? Array<number>(rank).fill(value) : value;
  const fits = Array.isArray(sizes) && sizes.length === rank && sizes.every((size) => Number.isSafeInteger(size) && size > 0);
  check(part, option, value, fits, rank === 1 ? 'a positive integer' : `a positive integer or a list of ${rank}`);
  return sizes;
}

/** One number for all ends of all axes, one for both ends of each axis, or `[before, after]` for each; with one axis also for it alone. */
export type PerEnd = number | readonly (number | readonly [number, number])[];

/** `[before, after]` for each of `rank` axes. Throws RangeError or TypeError unless all are integers, 0 or more. */
export function perEnd(part: string, option: string, value: PerEnd, rank: number): readonly (readonly [number, number])[] {
  const list: readonly unknown[] = typeof value === 'number' ? Array<number>(rank).fill(value) : rank === 1 ? [value] : value;
  const pairs = Array.isArray(list) ? list.map((ends) => (typeof ends === 'number' ? [ends, ends] : ends)) : [];
  const each = rank === 1 ? 'a list of two' : `a list of ${rank} of them or of pairs`;
  check(part, option, value, pairs.length === rank && pairs.every(isPair), `an integer, 0 or more, or ${each}`);
  return pairs.filter(isPair);
}

function isPair(ends: unknown): ends is readonly [number, number] {
  return Array.isArray(ends) && ends.length === 2 && ends.every((size) => Number.isSafeInteger(size) && size >= 0);
}
