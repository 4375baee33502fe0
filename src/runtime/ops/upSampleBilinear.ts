/** Images made larger by linear interpolation along both axes. */
import bilinearSource from '../../shaders/resize/bilinear.wgsl?raw';
import gradientSource from '../../shaders/resize/bilinearGradient.wgsl?raw';
import neighboursSource from '../../shaders/resize/neighbours.wgsl?raw';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Kernel, Op } from '../graph/op.ts';
import { WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply1, type Shape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { stored } from './stored.ts';

interface Scaling {
  /** [images, height, width, channels], before. */
  readonly input: Shape;
  /** How many times as high and as wide. */
  readonly size: Shape;
}

const upSampleBilinearOp: Op<Scaling> = {
  name: 'upSampleBilinear',
  infer: (_, scaling) => [{ shape: outputOf(scaling), dtype: 'f32' }],
  form: { kind: 'kernel', kernel: ({ attributes }) => kernel(attributes, bilinearSource, 'x', outputOf(attributes)) },
  gradient: ({ attributes }, [dy]) => [dy && apply1(upSampleBilinearGradientOp, [stored(dy)], attributes)],
};

const upSampleBilinearGradientOp: Op<Scaling> = {
  name: 'upSampleBilinearGradient',
  infer: (_, { input }) => [{ shape: input, dtype: 'f32' }],
  form: { kind: 'kernel', kernel: ({ attributes }) => kernel(attributes, gradientSource, 'dy', attributes.input) },
};

/** x [images, height, width, channels] `size[0]` times as high and `size[1]` times as wide, with half-pixel centres as in Keras's `image.resize`. */
export function upSampleBilinear(x: TensorLike, size: Shape): Tensor {
  const tensor = stored(toTensor(x));
  return apply1(upSampleBilinearOp, [tensor], { input: tensor.shape, size });
}

function outputOf({ input: [images, height, width, channels], size: [rows, columns] }: Scaling): Shape {
  return [images!, height! * rows!, width! * columns!, channels!];
}

function kernel({ input, size }: Scaling, source: string, name: string, owned: Shape): Kernel {
  const channels = input[3]!;
  const width = channels % 4 === 0 ? 4 : 1;
  const count = sizeOf(owned) / width;
  const pair = (a: number, b: number) => `vec2u(${a}u, ${b}u)`;
  const sizes = { INPUT: pair(input[1]!, input[2]!), SIZE: pair(size[0]!, size[1]!), CHANNELS: channels / width };
  const knobs = { ...sizes, COUNT: count, WIDTH: width };
  return { sources: [source, neighboursSource], knobs, inputs: [name], outputs: [], width, workgroups: Math.ceil(count / WORKGROUP_SIZE) };
}
