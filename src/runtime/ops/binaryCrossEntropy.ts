/** The cross-entropy of single probabilities, from their log-odds: one fused elementwise op. */
import source from '../../shaders/elementwise/binaryCrossEntropy.wgsl?raw';
import type { Op } from '../graph/op.ts';
import { apply1, sameShape, showShape, type Tensor } from '../graph/tensor.ts';

const form = { kind: 'elementwise', source, vector: true } as const;

const backwardOp: Op<null> = {
  name: 'binaryCrossEntropyGradient',
  infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
  form: { ...form, function: 'binaryCrossEntropyGradient' },
};

const binaryCrossEntropyOp: Op<null> = {
  name: 'binaryCrossEntropy',
  infer: ([x, y]) => {
    const [logits, target] = [x as Tensor, y as Tensor].map(({ shape }) => shape) as [Tensor['shape'], Tensor['shape']];
    if (!sameShape(logits, target)) {
      throw new RangeError(
        `Cannot take the cross-entropy: the target has shape ${showShape(target)}, logits ${showShape(logits)}, they must be equal`,
      );
    }
    return [{ shape: logits, dtype: 'f32' }];
  },
  form: { ...form, function: 'binaryCrossEntropy' },
  gradient: ({ inputs: [x, y] }, [dy]) => [dy && apply1(backwardOp, [x as Tensor, y as Tensor, dy], null), undefined],
};

/** -y ln s(x) - (1 - y) ln(1 - s(x)) for probabilities y and log-odds x of one shape, s the logistic function. No gradient flows into y. */
export function binaryCrossEntropy(target: Tensor, logits: Tensor): Tensor {
  return apply1(binaryCrossEntropyOp, [logits, target], null);
}

/** The tensor before a sigmoid, or `undefined` when the tensor is none. */
export function logOddsOf(tensor: Tensor): Tensor | undefined {
  return tensor.node.op.logOdds?.(tensor.node);
}
