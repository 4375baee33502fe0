/** A network's step in jax-js: forward, gradients and Adam in one `jit`. Its optimizers are in no npm package, so Adam is written out. Layers: `jaxjsLayers.ts`. */
import { blockUntilReady, jit, nn, numpy as np, tree, valueAndGrad } from '@jax-js/jax';
import { ADAM, CLASSES, LEARNING_RATE, type NetworkTask, networkData, READ_EVERY } from '../workloads/network.ts';
import { type Part, partsOf } from '../workloads/weights.ts';
import { channelsFirst, imagesFirst } from './channelsFirst.ts';
import type { Runner } from './engine.ts';
import { forward } from './jaxjsLayers.ts';

/** Weights, their first and second moments, moving statistics, and the sums of losses and of right answers since the last reading. */
type State = { weights: np.Array[]; m: np.Array[]; v: np.Array[]; statistics: np.Array[]; loss: np.Array; correct: np.Array };
type Batch = { x: np.Array; y: np.Array };

/** The whole step is one `jit` from state to state; batches stay on the GPU. */
export function network(task: NetworkTask): Runner {
  const parts = partsOf(task);
  const dropouts = parts.filter(({ layer }) => layer.kind === 'dropout').length;
  const step = jit((state: State, batch: Batch, keys: np.Array[], rate: np.Array) => trainStep(parts, state, batch, keys, rate));
  const batches = residentBatches(task);
  let state = firstState(parts);
  let iteration = 0;
  let losses: number[] = [];
  return {
    async run(steps, started) {
      await started?.();
      losses = [];
      for (let done = 1; done <= steps; done++) {
        iteration++;
        const keys = Array.from({ length: dropouts }, (_, i) => np.array(Uint32Array.of(i, iteration)));
        const batch = tree.ref(batches[(done - 1) % READ_EVERY] as Batch);
        state = step(state, batch, keys, scalar(correctedRate(iteration))) as State;
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

function trainStep(parts: readonly Part[], state: State, batch: Batch, keys: np.Array[], rate: np.Array): State {
  const { weights, m, v, loss, correct } = state;
  const objective = (values: np.Array[], statistics: np.Array[], data: Batch, random: np.Array[]) =>
    lossOf(parts, values, statistics, data, random);
  const [[value, { hits, statistics }], gradients] = valueAndGrad(objective, { hasAux: true })(
    tree.ref(weights),
    state.statistics,
    batch,
    keys,
  );
  const updates = weights.map((weight, i) => adam(weight, gradients[i] as np.Array, m[i] as np.Array, v[i] as np.Array, rate.ref));
  rate.dispose();
  return {
    weights: updates.map(([weight]) => weight),
    m: updates.map(([, first]) => first),
    v: updates.map(([, , second]) => second),
    statistics,
    loss: loss.add(value),
    correct: correct.add(hits),
  };
}

/** Mean cross-entropy of a batch, its number of right answers and the moving statistics after it. */
function lossOf(
  parts: readonly Part[],
  weights: np.Array[],
  before: np.Array[],
  { x, y }: Batch,
  keys: np.Array[],
): [np.Array, { hits: np.Array; statistics: np.Array[] }] {
  const [logits, statistics] = forward(parts, x.mul(1 / 255), { weights, statistics: before, keys });
  const hits = np.argmax(logits.ref, -1).equal(y.ref).astype(np.float32).sum();
  const chosen = nn.logSoftmax(logits).mul(nn.oneHot(y, CLASSES)).sum(-1);
  return [chosen.mean().neg(), { hits, statistics }];
}

/** Adam in Keras's form; `rate` holds both corrections of the bias. */
function adam(weight: np.Array, gradient: np.Array, m: np.Array, v: np.Array, rate: np.Array): [np.Array, np.Array, np.Array] {
  const first = m.mul(ADAM.beta1).add(gradient.ref.mul(1 - ADAM.beta1));
  const second = v.mul(ADAM.beta2).add(np.square(gradient).mul(1 - ADAM.beta2));
  const change = first.ref.mul(rate).div(np.sqrt(second.ref).add(ADAM.epsilon));
  return [weight.sub(change), first, second];
}

function correctedRate(iteration: number): number {
  return (LEARNING_RATE * Math.sqrt(1 - ADAM.beta2 ** iteration)) / (1 - ADAM.beta1 ** iteration);
}

/** Of a layer's four weights of batch normalization, the last two are statistics. */
function firstState(parts: readonly Part[]): State {
  const first = parts.map((part, i) => channelsFirst(part, parts[i - 1]));
  const arrays = (from: number, to: number) =>
    first.flatMap((weights) => weights.slice(from, to).map(({ values, shape }) => np.array(values, { shape: [...shape] })));
  const weights = arrays(0, 2);
  const zeros = () => weights.map(({ shape, size }) => np.array(new Float32Array(size), { shape }));
  return { weights, m: zeros(), v: zeros(), statistics: arrays(2, 4), loss: scalar(0), correct: scalar(0) };
}

/** The batches of a pass, on the GPU; it has no bytes, so pixels are f32. */
function residentBatches({ input, batch, ...task }: NetworkTask): Batch[] {
  const { images, labels } = networkData({ input, batch, ...task });
  const pixels = images.length / labels.length;
  return Array.from({ length: READ_EVERY }, (_, i) => {
    const rows = (width: number) => [i * batch * width, (i + 1) * batch * width] as const;
    const { values, shape } = imagesFirst(Float32Array.from(images.subarray(...rows(pixels))), batch, input);
    return { x: np.array(values, { shape: [...shape] }), y: np.array(Int32Array.from(labels.subarray(...rows(1)))) };
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
