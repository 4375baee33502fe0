/** The network that both pages train: 784 pixels, 128 hidden units, ten digits. */
import { adam, dense, dropout, type Model, rescaling, sequential } from 'webgpu-fit';

/** Makes and compiles the network; the pixels come as bytes and are scaled on the GPU. */
export function makeNetwork(learningRate = 0.001): Model {
  const model = sequential([
    rescaling(1 / 255, { inputShape: [784] }),
    dense(128, { activation: 'relu' }),
    dropout(0.2),
    dense(10, { activation: 'softmax' }),
  ]);
  model.compile({ optimizer: adam({ learningRate }), loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  return model;
}
