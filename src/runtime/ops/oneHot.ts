/** Class numbers as rows with a single 1. */
import source from '../../shaders/elementwise/oneHot.wgsl?raw';
import { type TensorLike, toTensor } from '../graph/leaf.ts';
import type { Op } from '../graph/op.ts';
import { apply1, type Tensor } from '../graph/tensor.ts';
import { expandDims } from './reshape.ts';

const oneHotOp: Op<{ readonly classes: number }> = {
  name: 'oneHot',
  infer: ([labels], { classes }) => [{ shape: [...(labels as Tensor).shape.slice(0, -1), classes], dtype: 'f32' }],
  form: {
    kind: 'elementwise',
    source,
    function: 'oneHot',
    arguments: ({ classes }) => [`${classes}u`],
    usesIndex: () => 'index',
    vector: false,
  },
  gradient: () => [undefined],
};

/** 1 at the label of each row, else 0: labels [...lead] → [...lead, classes]. A label outside of the classes gives zeros. */
export function oneHot(labels: TensorLike, classes: number): Tensor {
  return apply1(oneHotOp, [expandDims(toTensor(labels), -1)], { classes });
}
