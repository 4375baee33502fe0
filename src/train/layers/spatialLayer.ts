/** The base of layers of sequences, images and volumes: [batch, ...spatial, channels], the channels last. */
import { check, type OptionNames } from '../checks.ts';
import { LAYER_OPTIONS, Layer, type LayerOptions } from './layer.ts';
import { singleShape } from './shapes.ts';
import { type LayerShape, showLayerShape } from './symbolic.ts';
import { checkChannelsLast, checkCountable } from './windows.ts';

/** Options of layers of images. */
export interface SpatialOptions extends LayerOptions {
  /** Where the channels are; only last. */
  readonly dataFormat?: 'channels_last' | null | undefined;
}

/** Their names. */
export const SPATIAL_OPTIONS: OptionNames<SpatialOptions> = { ...LAYER_OPTIONS, dataFormat: true };

/** A layer over 1 to 3 spatial axes, which it may change in size. Extend it with `outputSizes`. */
export abstract class SpatialLayer extends Layer {
  /** Number of spatial axes. */
  readonly rank: number;

  /** Throws TypeError for a data format other than 'channels_last'. */
  constructor(rank: number, options: SpatialOptions) {
    super(options);
    checkChannelsLast(this.className, options.dataFormat);
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

/** One number for all ends of all axes, one for both ends of each axis, or `[before, after]` for each; with one axis also for it alone. */
export type PerEnd = number | readonly (number | readonly [number, number])[];

/** `[before, after]` for each of `rank` axes. Throws RangeError unless all are integers, 0 or more; TypeError for kinds. */
export function perEnd(part: string, option: string, value: PerEnd, rank: number): readonly (readonly [number, number])[] {
  const list: readonly unknown[] = typeof value === 'number' ? Array<number>(rank).fill(value) : rank === 1 ? [value] : value;
  const pairs = Array.isArray(list) ? list.map((ends) => (typeof ends === 'number' ? [ends, ends] : ends)) : [];
  const each = rank === 1 ? 'a list of two' : `a list of ${rank} of them or of pairs`;
  const fits = pairs.length === rank && pairs.every(isPair);
  const must = `an integer, 0 or more, or ${each}`;
  if (!fits && Array.isArray(value)) throw new RangeError(`Cannot make ${part}: ${option} is ${JSON.stringify(value)}, it must be ${must}`);
  check(part, option, value, fits, must);
  for (const size of pairs.filter(isPair).flat()) checkCountable(part, `an end of ${option}`, size);
  return pairs.filter(isPair);
}

function isPair(ends: unknown): ends is readonly [number, number] {
  return Array.isArray(ends) && ends.length === 2 && ends.every((size) => Number.isSafeInteger(size) && size >= 0);
}
