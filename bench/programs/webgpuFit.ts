/** The README's program, whose size `bundle.ts` measures. */
import { dense, dropout, earlyStopping, modelCheckpoint, sequential } from 'webgpu-fit';

/** Trains on rows of 784 values and labels, and returns the accuracy of each epoch. */
export async function train(
  x: Float32Array,
  y: Uint8Array,
  xTest: Float32Array,
  yTest: Uint8Array,
): Promise<readonly unknown[] | undefined> {
  const model = sequential([dense(128, { activation: 'relu', inputShape: [784] }), dropout(0.2), dense(10, { activation: 'softmax' })]);
  model.compile({ optimizer: 'adam', loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  const history = await model.fit(x, y, {
    batchSize: 32,
    epochs: 100,
    validationData: [xTest, yTest],
    shuffle: true,
    callbacks: [
      modelCheckpoint('my_best_model.h5', { monitor: 'val_accuracy', saveBestOnly: true, mode: 'max' }),
      earlyStopping({ monitor: 'val_loss', patience: 5, restoreBestWeights: true }),
    ],
  });
  return history.history.val_accuracy;
}
