/** Work that measures a device: arithmetic without loads, and copying. No step uses it; profiles compare steps with it. */
import copySource from '../../shaders/ceiling/copy.wgsl?raw';
import multiplyAddSource from '../../shaders/ceiling/multiplyAdd.wgsl?raw';
import type { Op } from '../graph/op.ts';
import { WORKGROUP_SIZE } from '../graph/profile.ts';
import { apply1, sizeOf, type Tensor } from '../graph/tensor.ts';

interface Chains {
  readonly workgroups: number;
  readonly rounds: number;
}

/** Operations of one invocation in one round: a multiplication and an addition in 8 vectors of 4. */
const PER_ROUND = 64;

const multiplyAddOp: Op<Chains> = {
  name: 'multiplyAdd',
  infer: (_, { workgroups }) => [{ shape: [workgroups * WORKGROUP_SIZE * 4], dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ attributes: { workgroups, rounds } }) => ({
      sources: [multiplyAddSource],
      knobs: { ROUNDS: rounds },
      inputs: [],
      outputs: [],
      width: 4,
      workgroups,
      operations: workgroups * WORKGROUP_SIZE * rounds * PER_ROUND,
    }),
  },
};

/** Values of `rounds` multiplications and additions in chains: → [256 workgroups]. */
export function multiplyAdd(workgroups: number, rounds: number): Tensor {
  return apply1(multiplyAddOp, [], { workgroups, rounds });
}

const copyOp: Op<null> = {
  name: 'copyVectors',
  infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: 'f32' }],
  form: {
    kind: 'kernel',
    kernel: ({ inputs: [x] }) => {
      const count = sizeOf((x as Tensor).shape) / 4;
      const workgroups = Math.ceil(count / WORKGROUP_SIZE);
      return { sources: [copySource], knobs: { COUNT: count }, inputs: ['x'], outputs: [], width: 4, workgroups, operations: 0 };
    },
  },
};

/** A copy of x [n], n a multiple of 4. */
export function copyVectors(x: Tensor): Tensor {
  return apply1(copyOp, [x], null);
}
