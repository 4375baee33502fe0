/** Symbolic tensors and the nodes that make them: the graph's nouns. Made by the functions of `ops/`, ordered by `plan.ts`. */
import type { Op } from './op.ts';

/** Element types, named as in WGSL; `u8` is a storage type only: kernels see it as f32 after a gather. */
export type DType = 'f32' | 'f16' | 'i32' | 'u32' | 'u8';

/** Sizes of the axes, outermost first; `[]` is a scalar. */
export type Shape = readonly number[];

/** What an op promises of one of its outputs. */
export interface TensorType {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** One output of a node: a value of fixed shape that exists only while the program runs. */
export interface Tensor extends TensorType {
  readonly node: Node;
  /** Which of the node's outputs this is. */
  readonly output: number;
}

/** One application of an op. Immutable once made. */
export interface Node<A = unknown> {
  readonly id: number;
  readonly op: Op<A>;
  readonly inputs: readonly Tensor[];
  readonly attributes: A;
  readonly outputs: readonly Tensor[];
  /** Path of the layer that made it (`dense_1`), for labels and errors. */
  readonly scope: string;
  /** Blocks that it lies in, outermost first. */
  readonly blocks: readonly Block[];
}

/** One use of a part of a model whose inner values are not kept for the backward pass. Made by `ops/replay.ts`. */
export interface Block {
  /** What gradients read in place of the nodes of this and all other blocks. `order`: the nodes that lead to the loss, inputs before users. */
  standIns(order: readonly Node[]): StandIns;
}

/** Copies of nodes, for one backward pass. */
export interface StandIns {
  /** The node that a gradient may read in place of `node`. Copies of a block that is reached for the first time wait for `arrived()`. */
  of(node: Node, arrived: () => readonly Tensor[]): Node;
}

let nodeCount = 0;
let scopes: string[] = [];
let blocks: readonly Block[] = [];

/** Makes a node and returns its outputs. Throws what the op's shape rule throws. */
export function apply<A>(op: Op<A>, inputs: readonly Tensor[], attributes: A): readonly Tensor[] {
  const outputs: Tensor[] = [];
  const node: Node<A> = { id: nodeCount++, op, inputs, attributes, outputs, scope: scopes.join('/'), blocks };
  for (const type of op.infer(inputs, attributes)) {
    outputs.push({ node: node as Node, output: outputs.length, shape: type.shape, dtype: type.dtype });
  }
  return outputs;
}

/** Makes a node whose op has one output and returns that. */
export function apply1<A>(op: Op<A>, inputs: readonly Tensor[], attributes: A): Tensor {
  return apply(op, inputs, attributes)[0] as Tensor;
}

/** Runs `body` with `name` appended to the scope of every node made inside it. Errors are prefixed with the innermost scope, the layer's path. */
export function withScope<T>(name: string, body: () => T): T {
  const before = scopes;
  scopes = name ? [...scopes, name] : scopes;
  try {
    return body();
  } catch (error) {
    locate(error, scopes.join('/'));
    throw error;
  } finally {
    scopes = before;
  }
}

/** Runs `body` with `inner` as further blocks, outermost first, of every node made inside it. */
export function withBlocks<T>(inner: readonly Block[], body: () => T): T {
  const before = blocks;
  blocks = [...blocks, ...inner];
  try {
    return body();
  } finally {
    blocks = before;
  }
}

const located = new WeakSet<Error>();

/** Says once where an error comes from. */
function locate(error: unknown, scope: string): void {
  if (!(error instanceof Error) || located.has(error)) return;
  located.add(error);
  if (scope && !error.message.startsWith(scope)) error.message = `${scope}: ${error.message}`;
}

/** Number of elements of a shape; 1 for a scalar. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** `[32,784]`, as shapes are written in labels and messages. */
export function showShape(shape: Shape): string {
  return `[${shape.join(',')}]`;
}

/** Bytes of one element. */
export function bytesPerElement(dtype: DType): number {
  return dtype === 'u8' ? 1 : dtype === 'f16' ? 2 : 4;
}

/** Whether two shapes are equal axis by axis. */
export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((size, axis) => size === b[axis]);
}
