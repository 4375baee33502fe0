/** The program that the page runs, as text with the choices of `settings.ts` filled in. */
import type { Settings } from './settings.ts';

/** The code of a training with these settings. */
export function codeFor({ batchSize, epochs, learningRate }: Settings): string {
  return `import { adam, dense, dropout, rescaling, sequential } from 'webgpu-fit';

const model = sequential([
  rescaling(1 / 255, { inputShape: [784] }),
  dense(128, { activation: 'relu' }),
  dropout(0.2),
  dense(10, { activation: 'softmax' }),
]);
model.compile({
  optimizer: adam({ learningRate: ${learningRate} }),
  loss: 'sparse_categorical_crossentropy',
  metrics: ['accuracy'],
});
await model.fit(images, labels, {
  batchSize: ${batchSize},
  epochs: ${epochs},
  validationData: [testImages, testLabels],
});
await model.save('mnist.h5');`;
}
