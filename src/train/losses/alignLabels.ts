/** Labels and predictions brought to one shape, as every loss and metric over elements needs them. */
import { sameShape, showShape, type Tensor } from '../../runtime/graph/tensor.ts';
import { expandDims, squeeze } from '../../runtime/ops/reshape.ts';

/** Labels and predictions of equal rank: where one has an axis of size 1 more at its end, the other gains it if it is flat, else it goes. */
export function alignRanks(yTrue: Tensor, yPred: Tensor): readonly [Tensor, Tensor] {
  if (hasExtraAxis(yTrue, yPred)) return yPred.shape.length === 1 ? [yTrue, expandDims(yPred, -1)] : [squeeze(yTrue), yPred];
  if (hasExtraAxis(yPred, yTrue)) return yTrue.shape.length === 1 ? [expandDims(yTrue, -1), yPred] : [yTrue, squeeze(yPred)];
  return [yTrue, yPred];
}

/** The same, of equal shape. Throws RangeError where they differ by more; `what` is the class name of the loss or metric, `hint` a cure. */
export function alignLabels(what: string, yTrue: Tensor, yPred: Tensor, hint = ''): readonly [Tensor, Tensor] {
  const [labels, predictions] = alignRanks(yTrue, yPred);
  if (sameShape(labels.shape, predictions.shape)) return [labels, predictions];
  throw new RangeError(
    `Cannot compute ${what}: labels have shape ${showShape(yTrue.shape)}, predictions ${showShape(yPred.shape)}, they must be equal${hint}`,
  );
}

/** Class numbers [...lead] for predictions [...lead, classes]; a last axis of size 1 goes. Throws RangeError for other shapes. */
export function alignClasses(what: string, yTrue: Tensor, yPred: Tensor): Tensor {
  const labels = yTrue.shape.length === yPred.shape.length && yTrue.shape.at(-1) === 1 ? squeeze(yTrue) : yTrue;
  const lead = yPred.shape.slice(0, -1);
  if (sameShape(labels.shape, lead)) return labels;
  throw new RangeError(
    `Cannot compute ${what}: labels have shape ${showShape(yTrue.shape)}, predictions ${showShape(yPred.shape)}, ` +
      `labels of shape ${showShape(lead)} or ${showShape([...lead, 1])} are needed, a class number for each row`,
  );
}

function hasExtraAxis({ shape }: Tensor, other: Tensor): boolean {
  return shape.length === other.shape.length + 1 && shape.at(-1) === 1;
}
