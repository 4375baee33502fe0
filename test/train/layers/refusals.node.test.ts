import { beforeEach, describe, expect, it } from 'vitest';
import * as layers from '../../../src/train/layers/index.ts';
import type { Layer } from '../../../src/train/layers/layer.ts';
import { clearSession } from '../../../src/train/names.ts';
import { makePart } from '../../support/goldenParts.ts';
import { type VisionRefusal, vision } from '../../support/goldenVision.ts';

const titleOf = ({ layer, about }: VisionRefusal) => `${layer.class}: ${about}`;

/** What Keras takes and this library refuses: it is of no use, and Keras fails later, or computes nonsense. */
const STRICTER: readonly string[] = [];

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
    if (entry.error || STRICTER.includes(title)) expect(refusal(entry).message).toMatch(/^([a-z0-9_]+: )?Cannot .+(, |: ).+/);
    else expect(tried(entry)).toEqual(entry.returns);
  });

  it('what is refused more strictly is taken by Keras', () => {
    const taken = vision.refused.filter(({ error }) => !error).map(titleOf);
    expect(taken).toEqual(expect.arrayContaining([...STRICTER]));
  });
});
