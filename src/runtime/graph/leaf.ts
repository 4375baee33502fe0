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

/** The value of a variable before the step. `shape`: that of its layout which is meant. */
export const variableOp: Op<{ variable: Variable; shape?: Shape }> = {
  name: 'variable',
  infer: (_, { variable, shape = variable.shape }) => [{ shape, dtype: variable.dtype }],
  form: { kind: 'leaf' },
  lower: ({ attributes: { variable, shape } }) => {
    const { layout } = variable;
    return layout && !shape && layout.rows.length > 1
      ? [layout.fit(apply1(variableOp, [], { variable, shape: layout.rows }), variable.shape)]
      : undefined;
  },
};

/** Stores a value as a variable's new one; the output is that value, once lowered in the rows of the variable's layout. */
export const assignOp: Op<{ variable: Variable }> = {
  name: 'assign',
  infer: ([x], { variable }) => [{ shape: (x as Tensor).shape, dtype: variable.dtype }],
  form: { kind: 'elementwise', source: '', function: 'assign', vector: true, identity: true },
  lower: ({ inputs: [x], attributes: { variable } }) => {
    const { layout } = variable;
    if (!layout || !x) return undefined;
    const rows = layout.fit(x, layout.rows);
    // A vector that is not filled up is the beginning of what is stored.
    const isStored = rows === x || (x.shape.length === 1 && rows.node.inputs[0] === x);
    return isStored ? undefined : [apply1(assignOp, [rows], { variable })];
  },
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

/** How a variable lies in memory where that is not as its shape says: the rows of its last axis are the beginnings of longer ones. */
export interface Layout {
  /** The variable with its rows filled up. */
  readonly rows: Shape;
  /** Followed by further rows of zeros. */
  readonly whole: Shape;
  /** x cut off, or filled up with zeros, to `shape`. */
  readonly fit: (x: Tensor, shape: Shape) => Tensor;
}

/** What a variable is beside its name and shape. */
export interface VariableOptions {
  readonly dtype?: DType | undefined;
  readonly slab?: string | undefined;
  readonly layout?: Layout | undefined;
}

/** A named value that outlives the step. Variables of equal `slab` and dtype share one GPU buffer. */
export class Variable {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DType;
  readonly slab: string;
  /** Absent: the shape. */
  readonly layout: Layout | undefined;
  /** The value before the step. */
  readonly before: Tensor;
  /** The same with all that its layout adds; absent without one. */
  readonly whole: Tensor | undefined;

  constructor(name: string, shape: Shape, { dtype = 'f32', slab = 'weights', layout }: VariableOptions = {}) {
    this.name = name;
    this.shape = shape;
    this.dtype = dtype;
    this.slab = slab;
    this.layout = layout;
    this.before = apply1(variableOp, [], { variable: this });
    this.whole = layout && apply1(variableOp, [], { variable: this, shape: layout.whole });
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
