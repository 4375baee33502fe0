/** This library, through its public interface: `fit` for training, a layer that assigns `ops.matmul` for products. Measured by `harness.ts`. */
import {
  adam,
  array,
  batchNormalization,
  conv2D,
  dense,
  dropout,
  flatten,
  globalAveragePooling2D,
  init,
  Layer,
  lambdaCallback,
  maxPooling2D,
  ops,
  reLU,
  rescaling,
  sequential,
  type Tensor,
  type Weight,
} from 'webgpu-fit';
import { type GemmTask, gemmOperands, gemmSample, transposed } from '../workloads/gemm.ts';
import { type LayerSpec, LEARNING_RATE, type NetworkTask, networkData, READ_EVERY } from '../workloads/network.ts';
import { partsOf } from '../workloads/weights.ts';
import type { Engine, Runner } from './engine.ts';

export const webgpuFit: Engine = {
  name: 'webgpu-fit',
  async start(task) {
    await init();
    return task.kind === 'network' ? network(task) : gemm(task);
  },
};

function network(task: NetworkTask): Runner {
  const model = modelOf(task);
  const { images, labels } = networkData(task);
  const fixed = { batchSize: task.batch, shuffle: false, verbose: 0 } as const;
  let losses: number[] = [];
  return {
    // An epoch is a pass over the data; its log is the mean loss, the only thing read back.
    async run(steps, started) {
      const epochs = Math.ceil(steps / READ_EVERY);
      const callbacks = started ? [lambdaCallback({ onTrainBegin: started })] : [];
      const { history } = await model.fit(images, labels, { ...fixed, epochs, stepsPerEpoch: steps / epochs, callbacks });
      losses = history.loss as number[];
    },
    results: async () => losses,
    dispose: () => model.dispose(),
  };
}

function modelOf(task: NetworkTask) {
  const parts = partsOf(task);
  const model = sequential([rescaling(1 / 255, { inputShape: [...task.input] }), ...parts.map(({ layer }) => layerOf(layer))]);
  model.compile({ optimizer: adam({ learningRate: LEARNING_RATE }), loss: 'sparse_categorical_crossentropy', metrics: ['accuracy'] });
  model.setWeights(parts.flatMap(({ weights }) => weights.map(({ values, shape }) => array(values, shape))));
  return model;
}

function layerOf(layer: LayerSpec): Layer {
  if (layer.kind === 'dense') return dense(layer.units, { activation: layer.activation });
  if (layer.kind === 'conv2D') {
    const { filters, kernelSize, padding, activation } = layer;
    return conv2D(filters, kernelSize, { padding, activation });
  }
  if (layer.kind === 'maxPooling2D') return maxPooling2D({ poolSize: layer.poolSize });
  if (layer.kind === 'dropout') return dropout(layer.rate);
  if (layer.kind === 'flatten') return flatten();
  if (layer.kind === 'globalAveragePooling2D') return globalAveragePooling2D();
  if (layer.kind === 'reLU') return reLU();
  return batchNormalization();
}

/** Products are state of a layer, so that a step computes and stores one whether or not an output needs it. */
class Product extends Layer {
  private readonly task: GemmTask;
  private a!: Weight;
  private b!: Weight;
  private c!: Weight;

  constructor(task: GemmTask) {
    super({ inputShape: [1] });
    this.task = task;
  }

  override build(): void {
    const shape = [this.task.size, this.task.size];
    const weight = (name: string) => this.addWeight({ name, shape, initializer: 'zeros', trainable: false });
    [this.a, this.b, this.c] = [weight('a'), weight('b'), weight('c')];
  }

  override call(x: Tensor): Tensor {
    const { a, b } = transposed(this.task);
    this.assign(this.c, ops.matmul(this.a, this.b, { transposeA: a, transposeB: b }));
    return x;
  }
}

function gemm(task: GemmTask): Runner {
  const model = sequential([new Product(task)]);
  model.compile({ loss: 'mean_squared_error' });
  const { a, b } = gemmOperands(task);
  const shape = [task.size, task.size];
  model.setWeights([array(a, shape), array(b, shape), array(new Float32Array(a.length), shape)]);
  return {
    async run(steps, started) {
      await started?.();
      const data = array(new Float32Array(steps), [steps, 1]);
      await model.evaluate(data, data, { batchSize: 1 });
    },
    results: async () => gemmSample((await model.getWeights())[2]?.data ?? []),
    dispose: () => model.dispose(),
  };
}
