/** jax-js, webgpu device: forward, gradients and Adam in one `jit`. Its optimizers are in no npm package, so Adam is written out. Measured by `harness.ts`. */
import { blockUntilReady, defaultDevice, init, jit, nn, numpy as np, random, tree, valueAndGrad } from '@jax-js/jax';
import { type GemmTask, gemmOperands, gemmSample, transposed } from '../workloads/gemm.ts';
import { CLASSES, HIDDEN, LEARNING_RATE, type MlpTask, mlpData, mlpWeights, PIXELS, READ_EVERY } from '../workloads/mlp.ts';
import type { Engine, Runner } from './engine.ts';

export const jaxjs: Engine = {
  name: 'jax-js',
  async start(task) {
    const devices = await init('webgpu');
    if (!devices.includes('webgpu')) throw new Error('Cannot run jax-js: its webgpu device did not start, this browser must have WebGPU');
    defaultDevice('webgpu');
    return task.kind === 'mlp' ? mlp(task) : gemm(task);
  },
};

/** Weights, their first and second moments, and the sums of losses and of right answers since the last reading. */
type State = { weights: np.Array[]; m: np.Array[]; v: np.Array[]; loss: np.Array; correct: np.Array };
type Batch = { x: np.Array; y: np.Array };

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-7;
/** Products in flight at most, to bound the memory. */
const KEPT = 16;

function mlp(task: MlpTask): Runner {
  const step = jit((state: State, batch: Batch, key: np.Array, rate: np.Array) => trainStep(task, state, batch, key, rate));
  const batches = residentBatches(task);
  let state = firstState();
  let iteration = 0;
  let losses: number[] = [];
  return {
    async run(steps, started) {
      await started?.();
      losses = [];
      for (let done = 1; done <= steps; done++) {
        iteration++;
        const batch = tree.ref(batches[(done - 1) % READ_EVERY] as Batch);
        state = step(state, batch, np.array(Uint32Array.of(0, iteration)), scalar(correctedRate(iteration))) as State;
        const pending = done % READ_EVERY || READ_EVERY;
        if (pending === READ_EVERY || done === steps) losses.push((await takeLoss(state)) / pending);
      }
      await blockUntilReady(state);
    },
    results: async () => losses,
    dispose() {
      tree.dispose(state);
      tree.dispose(batches);
      step.dispose();
    },
  };
}

function trainStep(task: MlpTask, { weights, m, v, loss, correct }: State, batch: Batch, key: np.Array, rate: np.Array): State {
  const objective = (values: np.Array[], data: Batch, random: np.Array) => lossOf(task, values, data, random);
  const [[value, hits], gradients] = valueAndGrad(objective, { hasAux: true })(tree.ref(weights), batch, key);
  const updates = weights.map((weight, i) => adam(weight, gradients[i] as np.Array, m[i] as np.Array, v[i] as np.Array, rate.ref));
  rate.dispose();
  return {
    weights: updates.map(([weight]) => weight),
    m: updates.map(([, first]) => first),
    v: updates.map(([, , second]) => second),
    loss: loss.add(value),
    correct: correct.add(hits),
  };
}

/** Mean cross-entropy of a batch, and its number of right answers. */
function lossOf({ batch, dropout }: MlpTask, weights: np.Array[], { x, y }: Batch, key: np.Array): [np.Array, np.Array] {
  const [kernel1, bias1, kernel2, bias2] = weights as [np.Array, np.Array, np.Array, np.Array];
  const hidden = nn.relu(np.matmul(x.mul(1 / 255), kernel1).add(bias1));
  const logits = np.matmul(dropped(hidden, key, batch, dropout), kernel2).add(bias2);
  const hits = np.argmax(logits.ref, -1).equal(y.ref).astype(np.float32).sum();
  const chosen = nn.logSoftmax(logits).mul(nn.oneHot(y, CLASSES)).sum(-1);
  return [chosen.mean().neg(), hits];
}

function dropped(hidden: np.Array, key: np.Array, batch: number, rate: number): np.Array {
  if (rate === 0) {
    key.dispose();
    return hidden;
  }
  return np.where(random.bernoulli(key, 1 - rate, [batch, HIDDEN]), hidden.mul(1 / (1 - rate)), 0);
}

/** Adam in Keras's form; `rate` holds both corrections of the bias. */
function adam(weight: np.Array, gradient: np.Array, m: np.Array, v: np.Array, rate: np.Array): [np.Array, np.Array, np.Array] {
  const first = m.mul(BETA_1).add(gradient.ref.mul(1 - BETA_1));
  const second = v.mul(BETA_2).add(np.square(gradient).mul(1 - BETA_2));
  const change = first.ref.mul(rate).div(np.sqrt(second.ref).add(EPSILON));
  return [weight.sub(change), first, second];
}

function correctedRate(iteration: number): number {
  return (LEARNING_RATE * Math.sqrt(1 - BETA_2 ** iteration)) / (1 - BETA_1 ** iteration);
}

function firstState(): State {
  const weights = mlpWeights();
  const zeros = () => weights.map(({ values, shape }) => np.array(new Float32Array(values.length), { shape: [...shape] }));
  const first = weights.map(({ values, shape }) => np.array(Float32Array.from(values), { shape: [...shape] }));
  return { weights: first, m: zeros(), v: zeros(), loss: scalar(0), correct: scalar(0) };
}

/** The batches of a pass, on the GPU; it has no bytes, so pixels are f32. */
function residentBatches(task: MlpTask): Batch[] {
  const { images, labels } = mlpData(task);
  return Array.from({ length: READ_EVERY }, (_, i) => {
    const rows = (width: number) => [i * task.batch * width, (i + 1) * task.batch * width] as const;
    const x = np.array(Float32Array.from(images.subarray(...rows(PIXELS))), { shape: [task.batch, PIXELS] });
    return { x, y: np.array(Int32Array.from(labels.subarray(...rows(1)))) };
  });
}

/** Reads the sum of losses and starts new sums. */
async function takeLoss(state: State): Promise<number> {
  const [sum] = await state.loss.data();
  state.correct.dispose();
  state.loss = scalar(0);
  state.correct = scalar(0);
  return sum as number;
}

function scalar(value: number): np.Array {
  return np.array(Float32Array.of(value), { shape: [] });
}

function gemm(task: GemmTask): Runner {
  const operands = gemmOperands(task);
  const [a, b] = [operands.a, operands.b].map((values) => np.array(Float32Array.from(values), { shape: [task.size, task.size] })) as [
    np.Array,
    np.Array,
  ];
  const transpose = transposed(task);
  const turned = (matrix: np.Array, turn: boolean) => (turn ? np.matrixTranspose(matrix) : matrix);
  const multiply = jit((left: np.Array, right: np.Array) => np.matmul(turned(left, transpose.a), turned(right, transpose.b)));
  let product: np.Array | undefined;
  return {
    // Results are kept until the wait: one that nobody keeps is never computed.
    async run(steps, started) {
      await started?.();
      for (let left = steps; left > 0; left -= KEPT) {
        const products = Array.from({ length: Math.min(left, KEPT) }, () => multiply(a.ref, b.ref));
        await blockUntilReady(products);
        tree.dispose(product);
        product = products.pop();
        tree.dispose(products);
      }
    },
    results: async () => gemmSample(product ? await product.ref.data() : []),
    dispose() {
      tree.dispose([a, b]);
      tree.dispose(product);
      multiply.dispose();
    },
  };
}
