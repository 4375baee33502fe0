/** Writes the WGSL of a chain of elementwise nodes: loads, one call per node, stores. Used by `emit.ts`. */
import { base, type Group } from './group.ts';
import type { Homes } from './homes.ts';
import { broadcastWalks, mapping } from './indexing.ts';
import { constantValue } from './leaf.ts';
import type { Elementwise, Moves } from './op.ts';
import { remembered } from './remembered.ts';
import { type DType, type Node, type Shape, sizeOf, type Tensor } from './tensor.ts';
import { makesZeros } from './zeros.ts';

/** What the epilogue of a main loop calls the loop's output `i`. */
export function valueName(i: number): string {
  return i ? `value${i}` : 'value';
}

/** The binding of a tensor's buffer, and WGSL for the place of the tensor's first element in it. */
export interface Located {
  readonly name: string;
  readonly place: string;
}

/** Finds a tensor among the bindings. */
export type Locate = (tensor: Tensor, written: boolean) => Located;

/** Element type of a chain's binding. */
export function chainType(dtype: DType, width: number): string {
  return dtype === 'f32' && width === 4 ? 'array<vec4f>' : `array<${dtype}>`;
}

/** Whether the group may work on four elements at once. */
export function chainWidth(group: Group, homes: Homes): 1 | 4 {
  if (group.main) return group.kernel?.width ?? 1;
  const stored = homes.storedByChain(group);
  const vector = group.nodes.every((node) => form(node).vector) && stored.every((tensor) => tensor.dtype === 'f32');
  const inputs = group.nodes.flatMap((node) => node.inputs.filter((_, i) => !form(node).scalarInputs?.includes(i)));
  const flat = group.size % 4 === 0 || inputs.every((input) => sizeOf(input.shape) === 1 || sizeOf(input.shape) === group.size);
  return vector && flat && inputs.every((input) => input.dtype === 'f32') && group.size >= 4 ? 4 : 1;
}

/** The files of the group's elementwise functions, for one element or for four at once. */
export function chainSources({ nodes }: Group, width: 1 | 4): readonly string[] {
  return nodes.map(form).map(({ source, source4 }) => (width === 4 && source4) || source);
}

/** Statements that compute the group's elementwise nodes for the element `index` and store what must be stored. */
export function chainBody(group: Group, homes: Homes, locate: Locate): string {
  return new Chain(group, homes, locate).body();
}

class Chain {
  private readonly group: Group;
  private readonly homes: Homes;
  private readonly locate: Locate;
  private readonly width: number;
  private readonly names = new Map<Tensor, string>();
  /** Tensors whose elements beyond the last, in the vector that it ends, are 0. */
  private readonly endInZeros = new Set<Tensor>();
  private readonly loads = new Map<string, string>();
  private readonly calls: string[] = [];

  constructor(group: Group, homes: Homes, locate: Locate) {
    this.group = group;
    this.homes = homes;
    this.locate = locate;
    this.width = chainWidth(group, homes);
    group.main?.outputs.forEach((output, i) => {
      this.names.set(output, valueName(i));
      if (group.kernel?.endsInZeros) this.endInZeros.add(output);
    });
  }

  body(): string {
    for (const node of this.group.nodes) this.call(node);
    const loads = [...this.loads].map(([expression, name]) => `let ${name} = ${expression};`);
    const stores = this.homes.storedByChain(this.group).map((tensor) => this.store(tensor));
    return [...loads, ...this.calls, ...stores].map((line) => `  ${line}`).join('\n');
  }

  private call(node: Node): void {
    const { function: name, arguments: literals, usesIndex, scalarInputs, fields, identity } = form(node);
    const inputs = node.inputs.map((input, i) => this.input(input, node, scalarInputs?.includes(i) ?? false));
    if (makesZeros(node, (input) => this.endsInZeros(input))) for (const output of node.outputs) this.endInZeros.add(output);
    if (identity) {
      this.names.set(node.outputs[0] as Tensor, inputs[0] as string);
      return;
    }
    const all = [...inputs, ...(literals?.(node.attributes) ?? []), ...(usesIndex ? [usesIndex(node)] : [])];
    const result = `v${this.calls.length}`;
    this.calls.push(`let ${result} = ${name}(${all.join(', ')});`);
    node.outputs.forEach((output, i) => {
      this.names.set(output, fields ? `${result}.${fields[i]}` : result);
    });
  }

  private input(tensor: Tensor, user: Node, scalar: boolean): string {
    const source = base(tensor);
    const value = constantValue(source);
    if (value !== undefined) return scalar || source.dtype !== 'f32' ? literal(value, source.dtype) : `Value(${literal(value, 'f32')})`;
    return this.names.get(source) ?? this.load(source, tensor.shape, user, scalar);
  }

  private load(source: Tensor, shape: Shape, user: Node, scalar: boolean): string {
    const located = this.locate(source, false);
    const expression = scalar
      ? element(located.name, located.place, source.dtype, this.width)
      : loadExpression(located, movesOf(user, shape), source.dtype, this.width);
    return remembered(this.loads, expression, () => `x${this.loads.size}`);
  }

  private store(tensor: Tensor): string {
    const { name, place } = this.locate(tensor, true);
    const at = from(place, 'index');
    const value = this.names.get(tensor) as string;
    if (chainType(tensor.dtype, this.width) !== 'array<vec4f>') return `${name}[${at}] = ${value};`;
    return `${name}[(${at}) / 4u] = ${this.isFollowed(tensor) && !this.endsInZeros(tensor) ? upTo(sizeOf(tensor.shape), value) : value};`;
  }

  /** Whether an input or output of the chain is 0 beyond its last element. */
  private endsInZeros(tensor: Tensor): boolean {
    const source = base(tensor);
    if (this.names.has(source)) return this.endInZeros.has(source);
    return sizeOf(source.shape) === this.group.size && this.isFollowed(source);
  }

  /** Whether elements follow the last one in its vector that must stay 0: those that the layout of a variable adds. */
  private isFollowed(tensor: Tensor): boolean {
    const home = this.homes.homeOf(tensor, this.group);
    return sizeOf(tensor.shape) % 4 !== 0 && home?.kind === 'variable' && home.variable.layout !== undefined;
  }
}

/** A vector at `index` with 0 from element `size` on. */
function upTo(size: number, value: string): string {
  return `select(vec4f(), ${value}, vec4u(index, index + 1u, index + 2u, index + 3u) < vec4u(${size}u))`;
}

/** An index counted from a place. */
function from(place: string, index: string): string {
  return place === '0u' ? index : `${place} + ${index}`;
}

function movesOf(user: Node, input: Shape): Moves {
  return form(user).moves?.(user) ?? { walks: broadcastWalks(input, (user.outputs[0] as Tensor).shape) };
}

function loadExpression({ name, place }: Located, { walks, outside = 0 }: Moves, dtype: DType, width: number): string {
  const { expression, inside, contiguous, splat } = mapping(walks);
  const rest = literal(outside, dtype);
  const load = (index: string, loaded: string, other = rest) => (inside ? `select(${other}, ${loaded}, ${inside(index)})` : loaded);
  const one = (index: string) => load(index, element(name, from(place, expression(index)), dtype, width));
  if (width === 1 || dtype !== 'f32') return one('index');
  if (contiguous) return load('index', `${name}[(${from(place, expression('index'))}) / 4u]`, `Value(${rest})`);
  if (splat) return `Value(${one('index')})`;
  return `Value(${[0, 1, 2, 3].map((i) => one(`(index + ${i}u)`)).join(', ')})`;
}

function element(name: string, at: string, dtype: DType, width: number): string {
  return dtype === 'f32' && width === 4 ? `${name}[(${at}) / 4u][(${at}) % 4u]` : `${name}[${at}]`;
}

/** A WGSL literal. */
export function literal(value: number, dtype: DType = 'f32'): string {
  if (dtype === 'u32') return `${value}u`;
  if (dtype === 'i32') return `${value}i`;
  const rounded = Math.fround(value);
  if (!Number.isFinite(rounded)) throw new RangeError(`Cannot write the constant ${value}: it is outside of f32, use a finite value`);
  return /[.e]/.test(`${rounded}`) ? `${rounded}f` : `${rounded}.0f`;
}

function form(node: Node): Elementwise<unknown> {
  return node.op.form as Elementwise<unknown>;
}
