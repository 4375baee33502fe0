/** test/golden/vision.json as tests use it: layers of vision with real Keras's outputs, gradients, refusals and configurations. */
import text from '../golden/vision.json?raw';
import type { GoldenPart, GoldenTensor } from './goldenParts.ts';
import type { Values } from './gpu.ts';

/** A layer called once. */
export interface VisionCase {
  readonly name: string;
  readonly layer: GoldenPart;
  readonly shape: readonly number[];
  readonly training: boolean;
  readonly weights: readonly { readonly name: string; readonly shape: readonly number[]; readonly trainable: boolean }[];
  readonly output_shape: readonly (number | null)[];
  readonly open_output_shape: readonly (number | null)[] | null;
  readonly output: GoldenTensor;
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  readonly weights_after?: Readonly<Record<string, readonly number[]>>;
}

/** A layer made, and applied where there is an input: an error, or the shape of the output. */
export interface VisionRefusal {
  readonly about: string;
  readonly layer: GoldenPart;
  readonly input?: readonly (number | null)[];
  readonly returns?: readonly (number | null)[] | null;
  readonly error?: { readonly class: string; readonly message: string };
}

/** What the tests of layers read of the file. */
export interface VisionGolden {
  readonly cases: readonly VisionCase[];
  readonly refused: readonly VisionRefusal[];
}

/** The file. */
export const vision: VisionGolden = JSON.parse(text);

/** The input of a case, by the formula in the file. */
export function inputOf({ shape }: Pick<VisionCase, 'shape'>): Values {
  return { shape, data: wave(shape, 1, 0.9, 0.1) };
}

/** First values of a case's weights, by the formula in the file. */
export function weightsOf({ weights }: Pick<VisionCase, 'weights'>): Values[] {
  return weights.map(({ name, shape }, j) => {
    const data = wave(shape, 0.4, 0.7, j + 1);
    return { shape, data: name.endsWith('variance') ? data.map((value) => 1 + value) : data };
  });
}

/** What outputs are multiplied by before they are added up, for the gradients. */
export function slopesOf({ output }: Pick<VisionCase, 'output'>): Values {
  return { shape: output.shape, data: wave(output.shape, 1, 0.37, 0.5) };
}

function wave(shape: readonly number[], scale: number, step: number, start: number): Float32Array {
  const count = shape.reduce((product, size) => product * size, 1);
  return Float32Array.from({ length: count }, (_, i) => scale * Math.sin(step * i + start));
}
