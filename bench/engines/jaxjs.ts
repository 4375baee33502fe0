/** jax-js, webgpu device: networks in `jaxjsNetwork.ts`, products here. Measured by `harness.ts`. */
import { blockUntilReady, defaultDevice, init, jit, numpy as np, tree } from '@jax-js/jax';
import { type GemmTask, gemmOperands, gemmSample, transposed } from '../workloads/gemm.ts';
import type { Engine, Runner } from './engine.ts';
import { network } from './jaxjsNetwork.ts';

export const jaxjs: Engine = {
  name: 'jax-js',
  async start(task) {
    const devices = await init('webgpu');
    if (!devices.includes('webgpu')) throw new Error('Cannot run jax-js: its webgpu device did not start, this runtime must have WebGPU');
    defaultDevice('webgpu');
    return task.kind === 'network' ? network(task) : gemm(task);
  },
};

/** Products in flight at most, to bound the memory. */
const KEPT = 16;

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
