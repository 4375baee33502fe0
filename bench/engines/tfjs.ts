/** TensorFlow.js, layers interface, webgpu backend. Measured by `harness.ts`. */
import * as tf from '@tensorflow/tfjs';
import '@tensorflow/tfjs-backend-webgpu';
import { type GemmTask, gemmOperands, gemmSample, transposed } from '../workloads/gemm.ts';
import { type LayerSpec, LEARNING_RATE, type NetworkTask, networkData, READ_EVERY } from '../workloads/network.ts';
import { partsOf } from '../workloads/weights.ts';
import type { Engine, Runner } from './engine.ts';

export const tfjs: Engine = {
  name: 'TF.js',
  async start(task) {
    if (!(await tf.setBackend('webgpu')))
      throw new Error('Cannot run TF.js: its webgpu backend did not start, this runtime must have WebGPU');
    await tf.ready();
    return task.kind === 'network' ? network(task) : gemm(task);
  },
};

/** `fit` over tensors that stay on the GPU: it reads the loss once per pass, where `trainOnBatch` reads it in every step. */
function network(task: NetworkTask): Runner {
  const model = modelOf(task);
  const { images, labels } = networkData(task);
  const x = tf.tensor(Float32Array.from(images), [labels.length, ...task.input]);
  const y = tf.tensor2d(Float32Array.from(labels), [labels.length, 1]);
  let losses: number[] = [];
  const fixed = { batchSize: task.batch, shuffle: false, verbose: 0, yieldEvery: 'never' } as const;
  return {
    async run(steps, started) {
      await started?.();
      const epochs = Math.ceil(steps / READ_EVERY);
      const rows = (steps / epochs) * task.batch;
      const part = rows === labels.length ? [x, y] : [x.slice(0, rows), y.slice(0, rows)];
      const { history } = await model.fit(part[0] as tf.Tensor, part[1] as tf.Tensor, { ...fixed, epochs });
      if (part[0] !== x) tf.dispose(part);
      losses = history.loss as number[];
    },
    results: async () => losses,
    dispose: () => tf.dispose([x, y, ...model.getWeights()]),
  };
}

function modelOf(task: NetworkTask): tf.Sequential {
  const parts = partsOf(task);
  const layers = parts.map(({ layer }) => layerOf(layer));
  const model = tf.sequential({ layers: [tf.layers.rescaling({ scale: 1 / 255, inputShape: [...task.input] }), ...layers] });
  model.compile({ optimizer: tf.train.adam(LEARNING_RATE), loss: 'sparseCategoricalCrossentropy', metrics: ['accuracy'] });
  for (const [i, { weights }] of parts.entries()) layers[i]?.setWeights(weights.map(({ values, shape }) => tf.tensor(values, [...shape])));
  return model;
}

function layerOf(layer: LayerSpec): tf.layers.Layer {
  if (layer.kind === 'dense') return tf.layers.dense({ units: layer.units, activation: layer.activation });
  if (layer.kind === 'conv2D') {
    const { filters, kernelSize, padding, activation } = layer;
    return tf.layers.conv2d({ filters, kernelSize, padding, activation });
  }
  if (layer.kind === 'maxPooling2D') return tf.layers.maxPooling2d({ poolSize: layer.poolSize });
  if (layer.kind === 'dropout') return tf.layers.dropout({ rate: layer.rate });
  if (layer.kind === 'flatten') return tf.layers.flatten();
  if (layer.kind === 'globalAveragePooling2D') return tf.layers.globalAveragePooling2d({});
  if (layer.kind === 'reLU') return tf.layers.reLU();
  return tf.layers.batchNormalization();
}

function gemm(task: GemmTask): Runner {
  const operands = gemmOperands(task);
  const [a, b] = [operands.a, operands.b].map((values) => tf.tensor2d(values, [task.size, task.size])) as [tf.Tensor2D, tf.Tensor2D];
  const transpose = transposed(task);
  let product = tf.zerosLike(a);
  return {
    async run(steps, started) {
      await started?.();
      for (let step = 0; step < steps; step++) {
        product.dispose();
        product = tf.matMul(a, b, transpose.a, transpose.b);
      }
      const corner = product.slice([0, 0], [1, 1]);
      await corner.data(); // the way to wait for the GPU
      corner.dispose();
    },
    results: async () => gemmSample(await product.data()),
    dispose: () => tf.dispose([a, b, product]),
  };
}
