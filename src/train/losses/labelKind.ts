/** What labels must be, told from shapes: how 'accuracy' and 'crossentropy' find what they stand for. */

/** Sizes of the axes with the batch first, `null` where a size is not known. */
export type OpenShape = readonly (number | null)[];

/** Keras's rule: one output is binary; labels with an axis less, or of one value for several outputs, are class numbers; others one-hot. */
export function labelKind(yTrue: OpenShape, yPred: OpenShape): 'binary' | 'sparse' | 'categorical' {
  const outputs = yPred.at(-1) ?? 1;
  if (outputs === 1) return 'binary';
  return yTrue.length < yPred.length || (yTrue.at(-1) === 1 && outputs > 1) ? 'sparse' : 'categorical';
}
