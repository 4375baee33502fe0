/** Where values enter the graph: constants, placeholders and variables; and where they leave it: assignments of a trace. */
import { base } from './group.ts';
import type { Op } from './op.ts';
import { apply1, type DType, type Shape, sameShape, showShape, type Tensor } from './tensor.ts';

/** A value written into the kernel's text. */
export const constantOp: Op<{ value: number; shape: Shape; dtype: DType }> = {
  name: 'constant',
  infer: (_, { shape, dtype }) => [{ shape, dtype }],
  form: { kind: 'leaf' },
};

/** A buffer bound from outside, by name, before the program runs. */
export const placeholderOp: Op<{ name: string; shape: Shape; dtype: DType }> = {
  name: 'placeholder',
  infer: (_, { shape, dtype }) => [{ shape, dtype }],
  form: { kind: 'leaf' },
};

/** The value of a variable before the step. */
export const variableOp: Op<{ variable: Variable }> = {
  name: 'variable',
  infer: (_, { variable }) => [{ shape: variable.shape, dtype: variable.dtype }],
  form: { kind: 'leaf' },
};

/** Stores a value as a variable's new one; the output is that value. */
export const assignOp: Op<{ variable: Variable }> = {
  name: 'assign',
  infer: (_, { variable }) => [{ shape: variable.shape, dtype: variable.dtype }],
  form: { kind: 'elementwise', source: '', function: 'assign', vector: true, identity: true },
  gradient: (_, [dy]) => [dy],
};

/** The same value in a place of its own. */
const copyOp: Op<null> = {
  name: 'copy',
  infer: ([x]) => [{ shape: (x as Tensor).shape, dtype: (x as Tensor).dtype }],
  form: { kind: 'elementwise', source: '', function: 'copy', vector: true, identity: true },
  gradient: (_, [dy]) => [dy],
};

/** The old value of a variable in a place of its own, which outlives the variable's assignment. */
export function copy(x: Tensor): Tensor {
  return apply1(copyOp, [x], null);
}

/** `shape` filled with `value`. */
export function constant(value: number, shape: Shape = [], dtype: DType = 'f32'): Tensor {
  return apply1(constantOp, [], { value, shape, dtype });
}

/** A tensor whose buffer is bound by `name` when the program is built. */
export function placeholder(name: string, shape: Shape, dtype: DType = 'f32'): Tensor {
  return apply1(placeholderOp, [], { name, shape, dtype });
}

/** A named value that outlives the step. Variables of equal `slab` and dtype share one GPU buffer. */
export class Variable {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly slab: string;
  /** The value before the step. */
  readonly before: Tensor;

  constructor(name: string, shape: Shape, { dtype = 'f32' as DType, slab = 'weights' } = {}) {
    this.name = name;
    this.shape = shape;
    this.dtype = dtype;
    this.slab = slab;
    this.before = apply1(variableOp, [], { variable: this });
  }
}

/** What functions of tensors accept. */
export type TensorLike = Tensor | Variable | number;

/** The assignments made while a step is traced. A read of a variable means its value before the step unless assigned earlier in the trace. */
export class Trace {
  private readonly assigned = new Map<Variable, Tensor>();
  private readonly twins: ReadonlyMap<Variable, Variable>;

  /** `twins`: variables that stand in for others throughout the trace, as the accumulators of a test do for those of training. */
  constructor(twins: ReadonlyMap<Variable, Variable> = new Map()) {
    this.twins = twins;
  }

  /** The assignments in force at the end, one per variable. */
  get writes(): readonly Tensor[] {
    return [...this.assigned.values()];
  }

  read(variable: Variable): Tensor {
    const actual = this.twins.get(variable) ?? variable;
    return (this.assigned.get(actual)?.node.inputs[0] as Tensor | undefined) ?? actual.before;
  }

  assign(target: Variable, value: Tensor): void {
    const variable = this.twins.get(target) ?? target;
    if (!sameShape(variable.shape, value.shape)) {
      throw new RangeError(
        `Cannot assign ${variable.name}: the value has shape ${showShape(value.shape)}, the variable has ${showShape(variable.shape)}`,
      );
    }
    if (variable.dtype !== value.dtype) {
      throw new TypeError(`Cannot assign ${variable.name}: the value is ${value.dtype}, it must be ${variable.dtype}`);
    }
    // Two variables that take each other's old value would each have to be written after the other is read.
    const source = readVariable(base(value)) ? copy(value) : value;
    this.assigned.set(variable, apply1(assignOp, [source], { variable }));
  }

  /** Runs `body` with this as the trace that variables are read and assigned in. */
  run<T>(body: () => T): T {
    const before = current;
    current = this;
    try {
      return body();
    } finally {
      current = before;
    }
  }
}

let current: Trace | undefined;

/** Assigns within the running trace. Throws when none runs. */
export function assign(variable: Variable, value: TensorLike): void {
  if (!current) throw new Error(`Cannot assign ${variable.name}: no step is being traced, assignments belong into call() or an update`);
  current.assign(variable, toTensor(value, variable.dtype));
}

/** The tensor that stands for a number, a variable (in the running trace) or a tensor. */
export function toTensor(value: TensorLike, dtype: DType = 'f32'): Tensor {
  if (typeof value === 'number') return constant(value, [], dtype);
  if (value instanceof Variable) return current ? current.read(value) : value.before;
  return value;
}

/** The variable that an assignment writes, or `undefined` for any other tensor. */
export function writtenVariable(tensor: Tensor): Variable | undefined {
  return tensor.node.op === assignOp ? (tensor.node.attributes as { variable: Variable }).variable : undefined;
}

/** The variable that a leaf reads, or `undefined` for any other tensor. */
export function readVariable(tensor: Tensor): Variable | undefined {
  return tensor.node.op === variableOp ? (tensor.node.attributes as { variable: Variable }).variable : undefined;
}

/** The literal that a constant leaf stands for, or `undefined` for any other tensor. */
export function constantValue(tensor: Tensor): number | undefined {
  return tensor.node.op === constantOp ? (tensor.node.attributes as { value: number }).value : undefined;
}

/** The name of the external buffer that a placeholder stands for, or `undefined` for any other tensor. */
export function placeholderName(tensor: Tensor): string | undefined {
  return tensor.node.op === placeholderOp ? (tensor.node.attributes as { name: string }).name : undefined;
}
