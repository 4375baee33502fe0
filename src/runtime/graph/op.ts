/** What an op is: a plain object that a node points to. The planner asks its properties and never its name. */
import type { Variants } from './choices.ts';
import type { Walk } from './indexing.ts';
import type { Profile } from './profile.ts';
import type { Node, Tensor, TensorType } from './tensor.ts';

/** An operation: its shape rule, how it runs, and its gradient. */
export interface Op<A = unknown> {
  readonly name: string;
  /** Shape rule: the types of the outputs. Throws RangeError for impossible shapes. */
  infer(inputs: readonly Tensor[], attributes: A): readonly TensorType[];
  readonly form: Form<A>;
  /**
   * Gradients with respect to each input, given those with respect to each output (`undefined`: that output is not used). One of the shape that
   * the input was broadcast to is summed by the caller.
   */
  gradient?(node: Node<A>, dys: readonly (Tensor | undefined)[]): readonly (Tensor | undefined)[];
  /** For probabilities that add up to 1 along the last axis: the tensor before softmax, from which losses are computed stably. */
  readonly logits?: (node: Node<A>) => Tensor;
  /** For probabilities that each stand for themselves: the tensor before the sigmoid, for the same use. */
  readonly logOdds?: (node: Node<A>) => Tensor;
  /** For functions that keep the order of elements: the tensor before it, of which an arg-max may be taken instead. */
  readonly monotone?: (node: Node<A>) => Tensor;
  /** For rows of a batch gathered from resident data, scaled or not: where they come from, so that a kernel can load them itself. */
  readonly gathered?: (node: Node<A>) => GatheredRows | undefined;
  /** For a product with a matrix, plus a bias or not: its operands, so that a kernel can compute a small one itself. */
  readonly affine?: (node: Node<A>) => Affine | undefined;
  /** For the gradient of rows that are such a product: its own product with the transposed weight, in a kernel that need not wait for it. */
  readonly throughWeight?: (node: Node<A>, weight: Tensor) => Tensor | undefined;
  /**
   * Its outputs from inputs whose last axis `fill` fills up with zeros to a multiple of 4: the first one was cut off from such rows. They are filled up likewise, or
   * the same as without, and `undefined` where the op needs rows as they are. Elementwise ops run on filled-up rows anyway, unless they move elements.
   */
  onFilledRows?(node: Node<A>, fill: (x: Tensor) => Tensor): readonly Tensor[] | undefined;
  /** For an op that its users may do without: an equal expression of a node that uses its output, or `undefined` for the node as it is. */
  readonly inUser?: (user: Node) => readonly Tensor[] | undefined;
  /** An equal expression in other ops that suits the device better, or `undefined` to run the node as it is. */
  lower?(node: Node<A>, profile: Profile): readonly Tensor[] | undefined;
  /** For ops that `lower` into one of several variants: which there are, for a node that is not lowered yet. */
  variants?(node: Node<A>, profile: Profile): Variants;
}

/** The rows that `order` names from element `offset` on, of `data` [rows, ...sample] (f32 or u8), times `scale`. */
export interface GatheredRows {
  readonly data: Tensor;
  readonly order: Tensor;
  readonly offset: Tensor;
  readonly scale: number;
}

/** x [..., k] weight [k, n], plus bias [n]. */
export interface Affine {
  readonly x: Tensor;
  readonly weight: Tensor;
  readonly bias?: Tensor;
}

/** How an op runs. */
export type Form<A> = Elementwise<A> | KernelForm<A> | View | Leaf;

/** Output element i depends on element i of each (broadcast) input: fused with its neighbours into one kernel. */
export interface Elementwise<A> {
  readonly kind: 'elementwise';
  /** WGSL text with `fn <function>(inputs…, arguments…[, index]) -> Value`; a struct when the op has several outputs. */
  readonly source: string;
  /** The same for four neighbouring elements, where rewriting `alias Value` is not enough. */
  readonly source4?: string;
  /** Name of the WGSL function. */
  readonly function: string;
  /** Fields of the returned struct, one per output; absent for one output. */
  readonly fields?: readonly string[];
  /** Literals passed after the inputs. */
  readonly arguments?: (attributes: A) => readonly string[];
  /** WGSL passed as last argument: the row-major index of the (first) element, by the `index` of the node's element. */
  readonly usesIndex?: (node: Node<A>) => string;
  /** Inputs that are the same for all elements and are passed as plain scalars, never as vectors. */
  readonly scalarInputs?: readonly number[];
  /** Whether it may run on four elements at once. */
  readonly vector: boolean;
  /** The output is the input: no function is called. */
  readonly identity?: boolean;
  /** For an output whose elements are those of the input in other places. */
  readonly moves?: (node: Node<A>) => Moves;
  /** It makes zero of zeros, where `all` of its inputs are or `any`: nothing need be set to 0 beyond rows that are filled up. */
  readonly zero?: 'all' | 'any' | ((attributes: A) => 'all' | undefined);
  /** Arithmetic operations per element; absent: one. */
  readonly operations?: number;
}

/** Where the elements of an output are in the input. */
export interface Moves {
  /** One per axis of the output. */
  readonly walks: readonly Walk[];
  /** What elements are that the input has not; default 0. */
  readonly outside?: number;
}

/** A kernel of its own. */
export interface KernelForm<A> {
  readonly kind: 'kernel';
  kernel(node: Node<A>, profile: Profile): Kernel;
}

/** The output is the first input's storage, under another shape, with a gradient of its own, which further inputs serve, or for users that wait. */
export interface View {
  readonly kind: 'view';
  /** Whatever uses the output runs after the further inputs are made. */
  readonly waits?: boolean;
}

/** A value that comes from outside the graph. */
export interface Leaf {
  readonly kind: 'leaf';
}

/**
 * A kernel ready to be joined. Its WGSL has `fn run(group: u32, lane: u32)`, called with the linear workgroup index and the
 * invocation's index in its workgroup of 64, and binds `inputs` and `outputs` by the names of its `var<storage>` declarations.
 */
export interface Kernel {
  /** Files to join: the main loop and its named helpers (loaders). */
  readonly sources: readonly string[];
  /**
   * For a kernel that has `fn ownRow(row: u32, lane: u32)` instead of `run`: files, step by step, of what it needs of a row. A step may have one function
   * `open…(row: u32, lane: u32)` that prepares it. Each invocation calls these and `ownRow` for a row of its own, as lane 0, in whole workgroups, so some for rows
   * beyond the last. Kernels of a dispatch that begin with the same step share it, and every further step that is equal.
   */
  readonly opening?: readonly (readonly string[])[];
  /** Each workgroup owns a row, whose lanes are its invocations. */
  readonly ownedByGroups?: boolean;
  /** New initialisers of `const` and `alias` declarations. */
  readonly knobs: Readonly<Record<string, number | string | boolean>>;
  /** Names of the `var<storage>` declarations for the node's inputs, in order; `undefined` for an input not read. */
  readonly inputs: readonly (string | undefined)[];
  /**
   * Names of the `var<storage, read_write>` declarations for the outputs; empty when the kernel calls `epilogue(index, value)`, or for several
   * outputs of one shape `epilogue(index, value, value1)`.
   */
  readonly outputs: readonly string[];
  /** Elements given to `epilogue` at once; absent when the kernel writes its outputs itself. */
  readonly width?: 1 | 4;
  /** Elements beyond the last, in the vector that it ends, are given to `epilogue` as 0. */
  readonly endsInZeros?: boolean;
  /** Every invocation calls `epilogue` once or not at all. */
  readonly once?: boolean;
  /** Workgroups of 64 invocations. */
  readonly workgroups: number;
  /** WGSL directives that it needs; a module has each of them once. */
  readonly directives?: string;
  /** Arithmetic operations of the main loop, a multiplication and an addition being two; absent: one per element of its largest tensor. */
  readonly operations?: number;
  /** Bytes of its inputs that it reads; absent: all of them. */
  readonly bytesRead?: number;
}
