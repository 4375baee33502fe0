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

type Params = np.Array[];
/** Weights, first and second moments, and the sums of losses and of right answers since the last reading. */
type State = { weights: Params; m: Params; v: Params; loss: np.Array; correct: np.Array };
type Batch = { x: np.Array; y: np.Array };

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-7;

function mlp(task: MlpTask): Runner {
  const step = jit((state: State, batch: Batch, key: np.Array, rate: np.Array) => trainStep(task, state, batch, key, rate));
  const batches = resident(task);
  let state = firstState();
  let iteration = 0;
  const next = () => {
    iteration++;
    const key = np.array(Uint32Array.of(task.batch, iteration));
    const rate = np.array(Float32Array.of(correctedRate(iteration)));
    state = step(state, tree.ref(batches[(iteration - 1) % READ_EVERY] as Batch), key, rate);
  };
  return {
    async run(steps) {
      const losses: number[] = [];
      iteration -= iteration % READ_EVERY ? 0 : 0;
      for (let done = 1; done <= steps; done++) {
        next();
        if (done % READ_EVERY === 0 || done === steps) losses.push(await takeLoss(state, done));
      }
      await blockUntilReady(state);
      return losses;
    },
    dispose() {
      tree.dispose(state);
      tree.dispose(batches);
      step.dispose();
    },
  };
}
