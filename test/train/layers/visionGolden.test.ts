/** Pooling, padding, cropping, enlarging and reordering layers against real Keras: shapes, values, gradients. */
import { describe, expect, it } from 'vitest';
import { sizeOf, type Tensor } from '../../../src/runtime/graph/tensor.ts';
import { multiply } from '../../../src/runtime/ops/elementwise.ts';
import { gradients } from '../../../src/runtime/ops/gradients.ts';
import { sum } from '../../../src/runtime/ops/reduce.ts';
import * as layers from '../../../src/train/layers/index.ts';
import type { Layer } from '../../../src/train/layers/layer.ts';
import golden from '../../golden/vision.json';
import { runLayer } from '../../support/checkLayer.ts';
import { close } from '../../support/checkOp.ts';
import { camelKeys } from '../../support/golden.ts';
import { evaluate, PROFILES } from '../../support/gpu.ts';

const table: Readonly<Record<string, unknown>> = { ...layers };
const WITHOUT_WEIGHTS = /Pooling|Padding|Cropping|UpSampling|Permute|RepeatVector|UnitNormalization/;

/** The golden file's formulas. */
const wave = (count: number, step: number, start: number) => Float32Array.from({ length: count }, (_, i) => Math.sin(step * i + start));

function make({ class: name, config }: { class: string; config: object }): Layer {
  const Class = table[name] as new (options: object) => Layer;
  return new Class(camelKeys(config));
}

describe.each(golden.cases.filter(({ layer }) => WITHOUT_WEIGHTS.test(layer.class)))('$name $layer.config, $shape', (golden) => {
  const { shape, output, gradients: slopes } = golden;

  it("has Keras's shapes", () => {
    const layer = make(golden.layer);
    expect(layer.computeOutputShape([null, ...shape.slice(1)])).toEqual(golden.output_shape);
    if (!golden.open_output_shape) return;
    expect(layer.computeOutputShape([...shape.slice(0, -1).map(() => null), shape.at(-1)!])).toEqual(golden.open_output_shape);
  });

  it.each(Object.values(PROFILES))("has Keras's values and gradients ($name)", async (profile) => {
    const layer = make(golden.layer);
    const build = (x: Tensor, w: Tensor) => {
      const y = runLayer(layer, [x]);
      return [y, gradients(sum(multiply(y, w)), [x])[0]!];
    };
    const inputs = [
      { shape, data: wave(sizeOf(shape), 0.9, 0.1) },
      { shape: output.shape, data: wave(sizeOf(output.shape), 0.37, 0.5) },
    ];
    const [y, dx] = await evaluate(build, inputs, profile);
    close(y!, output.data, [1e-6, 1e-6], 'output');
    // Keras computes in f32 as well: both have their rounding errors.
    close(dx!, slopes.input!, [1e-5, 2e-6], 'gradient');
  });
});

it('the golden file has cases of these layers', () => {
  expect(golden.cases.filter(({ layer }) => WITHOUT_WEIGHTS.test(layer.class)).length).toBeGreaterThan(60);
});
