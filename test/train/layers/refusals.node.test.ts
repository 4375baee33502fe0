import { beforeEach, describe, expect, it } from 'vitest';
import * as layers from '../../../src/train/layers/index.ts';
import type { Layer } from '../../../src/train/layers/layer.ts';
import { clearSession } from '../../../src/train/names.ts';
import { makePart } from '../../support/goldenParts.ts';
import { type VisionRefusal, vision } from '../../support/goldenVision.ts';

const titleOf = ({ layer, about }: VisionRefusal) => `${layer.class}: ${about}`;

/** What Keras takes when a layer is made, and then fails at or computes nonsense with; here it is refused. */
const STRICTER = [
  'MaxPooling2D: strides 0',
  "MaxPooling1D: padding 'causal'",
  "AveragePooling2D: padding 'full'",
  'ZeroPadding2D: padding -1',
  "UpSampling2D: interpolation 'nope'",
  "RMSNormalization: axis 'a'",
  // All of the input is dropped, and what is kept would be divided by 0.
  'SpatialDropout2D: rate 1',
  'GaussianDropout: rate 1',
  // Not part of this library.
  "UpSampling2D: interpolation 'cubic'",
  "UpSampling2D: interpolation 'bicubic'",
];

/** What Keras refuses and this library takes: average pooling has the default window of max pooling. */
const LOOSER = ['AveragePooling2D: no pool_size'];

/** Makes the layer and, where there is an input, applies it; gives the shape of the output, or null. */
function tried({ layer: part, input }: VisionRefusal): readonly (number | null)[] | null {
  const layer = makePart<Layer>(layers, part);
  return input ? layer.apply(layers.input(input)).shape : null;
}

/** The error of `tried`. One of a class that is missing is no refusal. */
function refusal(entry: VisionRefusal): Error {
  try {
    tried(entry);
  } catch (error) {
    if ((error instanceof RangeError || error instanceof TypeError) && error.message.includes('Cannot ')) return error;
    throw error;
  }
  throw new Error(`nothing was refused: ${JSON.stringify(entry.layer)}, input ${JSON.stringify(entry.input)}`);
}

describe('layers of vision', () => {
  beforeEach(clearSession);

  it.each(vision.refused.map((entry) => [titleOf(entry), entry] as const))('%s: refused or taken as by Keras', (title, entry) => {
    const refuses = STRICTER.includes(title) || (entry.error && !LOOSER.includes(title));
    if (refuses) expect(refusal(entry).message).toMatch(/^([a-z0-9_]+: )?Cannot .+(, |: ).+/);
    else expect(tried(entry)).toEqual(entry.returns ?? null);
  });

  it('the lists of differences name what Keras does otherwise', () => {
    const named = (list: readonly string[]) => vision.refused.filter((entry) => list.includes(titleOf(entry)));
    expect(named(STRICTER).map(({ error }) => error)).toEqual(STRICTER.map(() => undefined));
    expect(named(LOOSER).map(({ error }) => error?.class)).toEqual(['TypeError']);
  });
});
