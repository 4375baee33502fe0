/** Prints a traced graph, one node per line, as it stands before planning. */
import { topological } from './lower.ts';
import { showShape, type Tensor } from './tensor.ts';

/** One line per node: `%3 = matmul(%1, %2) [32,10] f32 ; dense_1`. */
export function print(roots: readonly Tensor[]): string {
  const order = topological(roots);
  const number = new Map(order.map((node, i) => [node, i]));
  const name = (tensor: Tensor) => `%${number.get(tensor.node)}${tensor.output ? `.${tensor.output}` : ''}`;
  return order
    .map((node) => {
      const types = node.outputs.map(({ shape, dtype }) => `${showShape(shape)} ${dtype}`).join(', ');
      return `%${number.get(node)} = ${node.op.name}(${node.inputs.map(name).join(', ')}) ${types}${node.scope ? ` ; ${node.scope}` : ''}`;
    })
    .join('\n');
}
