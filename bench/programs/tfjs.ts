/** The README's program in TensorFlow.js, as far as it goes: it saves the last model, not the best. Its size is measured by `bundle.ts`. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';

/** Trains on rows of 784 values and labels, and returns the accuracy of each epoch. */
export async function train(
  x: Float32Array,
  y: Uint8Array,
  xTest: Float32Array,
  yTest: Uint8Array,
): Promise<readonly unknown[] | undefined> {
  await tf.setBackend('webgpu');
  const model = tf.sequential({
    layers: [
      tf.layers.dense({ units: 128, activation: 'relu', inputShape: [784] }),
      tf.layers.dropout({ rate: 0.2 }),
      tf.layers.dense({ units: 10, activation: 'softmax' }),
    ],
  });
  model.compile({ optimizer: 'adam', loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  const rows = (values: Float32Array) => tf.tensor2d(values, [values.length / 784, 784]);
  const labels = (values: Uint8Array) => tf.tensor2d(Float32Array.from(values), [values.length, 1]);
  const history = await model.fit(rows(x), labels(y), {
    batchSize: 32,
    epochs: 100,
    validationData: [rows(xTest), labels(yTest)],
    shuffle: true,
    callbacks: tf.callbacks.earlyStopping({ monitor: 'val_loss', patience: 5 }),
  });
  await model.save('indexeddb://my-model');
  return history.history.val_acc;
}
