/** Layers of vision whose products run in every way that they have, compared with real Keras. `golden.test.ts` runs all layers in the usual ways. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Profile } from '../../../src/runtime/graph/profile.ts';
import { clearSession } from '../../../src/train/names.ts';
import { type VisionCase, vision } from '../../support/goldenVision.ts';
import { forced, PROFILES, TILED } from '../../support/gpu.ts';
import { WITH_MATRICES } from '../../support/matrixUnits.ts';
import { builtLayer, checkRun, codeOf } from '../../support/visionRun.ts';

/** Ways beside the usual ones, which `golden.test.ts` runs. Big tiles load channels as they are, matrix units channels that are filled up, so each loader is met. */
const WAYS: Readonly<Record<string, Profile>> = {
  tiled: TILED,
  small: forced(PROFILES.gpu, 'small'),
  'small in 2': forced(PROFILES.gpu, 'small in 2'),
  'few in 2': forced(PROFILES.gpu, 'few in 2'),
  big: forced(PROFILES.gpu, 'big'),
  'big in 2': forced(PROFILES.gpu, 'big in 2'),
  matrices: forced(WITH_MATRICES, 'matrices'),
  'matrices in 2': forced(WITH_MATRICES, 'matrices in 2'),
  winograd: forced(PROFILES.gpu, 'winograd'),
  'software, small in 2': forced(PROFILES.software, 'small in 2'),
  'software, winograd': forced(PROFILES.software, 'winograd'),
};

/** Names of the ways in which a case is another program than in the usual ways and in those before. */
function waysOf(entry: VisionCase): readonly string[] {
  const layer = builtLayer(entry);
  const seen = new Set(Object.values(PROFILES).map((profile) => codeOf(entry, layer, profile)));
  return Object.keys(WAYS).filter((name) => {
    const code = codeOf(entry, layer, WAYS[name] as Profile);
    return !seen.has(code) && seen.add(code);
  });
}

function caseOf(name: string): VisionCase {
  return vision.cases.find((entry) => entry.name === name) as VisionCase;
}

describe('products of layers in all their ways, as real Keras computes them', () => {
  beforeEach(clearSession);

  for (const entry of vision.cases.filter(({ layer }) => /^(Separable)?Conv/.test(layer.class))) {
    it(entry.name, async () => {
      const ways = waysOf(entry);
      expect(ways).not.toEqual([]);
      const layer = builtLayer(entry);
      await Promise.all(ways.map((name) => checkRun(entry, layer, WAYS[name] as Profile, name)));
    });
  }

  // A program differs from the usual one by what was forced alone.
  it.each([
    [
      'Conv2D: 33 filters, 128 positions',
      ['tiled', 'small', 'small in 2', 'few in 2', 'big', 'big in 2', 'matrices', 'matrices in 2', 'software, small in 2'],
    ],
    ['Conv2D: 64 channels', ['tiled', 'small in 2', 'few in 2', 'software, small in 2']],
    ['Conv1DTranspose: 33 filters, stride 2, 64 positions for each phase', ['tiled', 'small', 'big', 'matrices']],
    ['Conv2D: window 3x3, same', ['tiled', 'winograd', 'software, winograd']],
  ])('%s has as many programs as ways', (name, ways) => {
    expect(waysOf(caseOf(name))).toEqual(ways);
  });

  it('tiles of few results are usual on a GPU, where layers are small', () => {
    const entry = caseOf('Conv2D: 33 filters, 128 positions');
    const layer = builtLayer(entry);
    expect(codeOf(entry, layer, forced(PROFILES.gpu, 'few'))).toBe(codeOf(entry, layer, PROFILES.gpu));
    expect(codeOf(entry, layer, forced(PROFILES.gpu, 'small'))).not.toBe(codeOf(entry, layer, PROFILES.gpu));
  });
});
