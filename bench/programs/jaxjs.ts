/** The training of the README's program in jax-js, which has no layers, callbacks or files: these lines write out what is needed. Its size is measured by `bundle.ts`. */
import { defaultDevice, init, jit, nn, numpy as np, random, tree, valueAndGrad } from '@jax-js/jax';

type Weights = np.Array[];
type Moments = { m: Weights; v: Weights };

/** Trains on rows of 784 values and labels, and returns the loss of each epoch. */
export async function train(x: Float32Array<ArrayBuffer>, y: Int32Array<ArrayBuffer>): Promise<number[]> {
  await init('webgpu');
  defaultDevice('webgpu');
  const step = jit(trainStep);
  let weights = firstWeights();
  let moments: Moments = { m: weights.map((weight) => np.zerosLike(weight.ref)), v: weights.map((weight) => np.zerosLike(weight.ref)) };
  const losses: number[] = [];
  for (let epoch = 0, iteration = 1; epoch < 100; epoch++) {
    let loss = np.array(0);
    for (let row = 0; row + 32 <= y.length; row += 32, iteration++) {
      const images = np.array(x.slice(784 * row, 784 * (row + 32)), { shape: [32, 784] });
      const rate = (0.001 * Math.sqrt(1 - 0.999 ** iteration)) / (1 - 0.9 ** iteration);
      const labels = np.array(y.slice(row, row + 32));
      [weights, moments, loss] = step(weights, moments, loss, images, labels, random.key(iteration), np.array(rate)) as Result;
    }
    losses.push(Number(await loss.jsAsync()));
  }
  tree.dispose([weights, moments]);
  return losses;
}

type Result = [Weights, Moments, np.Array];

function trainStep(weights: Weights, { m, v }: Moments, sum: np.Array, x: np.Array, y: np.Array, key: np.Array, rate: np.Array): Result {
  const [loss, gradients] = valueAndGrad(lossOf)(tree.ref(weights), x, y, key);
  const first = m.map((moment, i) => moment.mul(0.9).add((gradients[i] as np.Array).ref.mul(0.1)));
  const second = v.map((moment, i) => moment.mul(0.999).add(np.square(gradients[i] as np.Array).mul(0.001)));
  const change = first.map((moment, i) => moment.ref.mul(rate.ref).div(np.sqrt((second[i] as np.Array).ref).add(1e-7)));
  return [weights.map((weight, i) => weight.sub(change[i] as np.Array)), { m: first, v: second }, sum.add(loss)];
}

function lossOf(weights: Weights, x: np.Array, y: np.Array, key: np.Array): np.Array {
  const [kernel1, bias1, kernel2, bias2] = weights as [np.Array, np.Array, np.Array, np.Array];
  const hidden = nn.relu(np.matmul(x, kernel1).add(bias1));
  const kept = np.where(random.bernoulli(key, 0.8, hidden.shape), hidden.div(0.8), 0);
  const logits = np.matmul(kept, kernel2).add(bias2);
  return nn.logSoftmax(logits).mul(nn.oneHot(y, 10)).sum(-1).mean().neg();
}

function firstWeights(): Weights {
  const glorot = (inputs: number, outputs: number) => {
    const limit = Math.sqrt(6 / (inputs + outputs));
    return random.uniform(random.key(inputs), [inputs, outputs], { minval: -limit, maxval: limit });
  };
  return [glorot(784, 128), np.zeros([128]), glorot(128, 10), np.zeros([10])];
}
