/** Writes the WGSL of a chain of elementwise nodes: loads, one call per node, stores. Used by `emit.ts`. */
import { base, type Group } from './group.ts';
import type { Home, Homes } from './homes.ts';
import { broadcastWalks, mapping } from './indexing.ts';
import { constantValue } from './leaf.ts';
import type { Elementwise, Moves } from './op.ts';
import { remembered } from './remembered.ts';
import { type DType, type Node, type Shape, sizeOf, type Tensor } from './tensor.ts';
import { endingInZeros } from './zeros.ts';

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
  const width = chainWidth(group, homes);
  const names = new Map<Tensor, string>(group.main?.outputs.map((output, i) => [output, valueName(i)]));
  const loads = new Map<string, string>();
  const load = (expression: string) => remembered(loads, expression, () => `x${loads.size}`);
  const calls: string[] = [];
  for (const node of group.nodes) {
    const { function: name, fields, identity } = form(node);
    const operands = operandsOf(node, names, (source, moves) => load(loadExpression(locate(source, false), moves, source.dtype, width)));
    const result = identity ? (operands[0] as string) : `v${calls.length}`;
    if (!identity) calls.push(`let ${result} = ${name}(${operands.join(', ')});`);
    node.outputs.forEach((output, i) => {
      names.set(output, fields ? `${result}.${fields[i]}` : result);
    });
  }
  const lets = [...loads].map(([expression, name]) => `let ${name} = ${expression};`);
  const zeros = endingInZeros(group);
  const stores = homes.storedByChain(group).map((tensor) => {
    const end = isFollowed(tensor, homes.homeOf(tensor, group)) && !zeros.has(tensor) ? sizeOf(tensor.shape) : undefined;
    return store(locate(tensor, true), chainType(tensor.dtype, width), names.get(tensor) as string, end);
  });
  return [...lets, ...calls, ...stores].map((line) => `  ${line}`).join('\n');
}

/** What the function of a node is called with. `load`: the name of what is loaded, by the moves of its elements or as a plain scalar. */
function operandsOf(node: Node, names: ReadonlyMap<Tensor, string>, load: (source: Tensor, moves: Moves | undefined) => string): string[] {
  const { arguments: literals, usesIndex, scalarInputs } = form(node);
  const inputs = node.inputs.map((input, i) => {
    const source = base(input);
    const scalar = scalarInputs?.includes(i);
    const value = constantValue(source);
    if (value !== undefined) return scalar || source.dtype !== 'f32' ? literal(value, source.dtype) : `Value(${literal(value, 'f32')})`;
    return names.get(source) ?? load(source, scalar ? undefined : movesOf(node, input.shape));
  });
  return [...inputs, ...(literals?.(node.attributes) ?? []), ...(usesIndex ? [usesIndex(node)] : [])];
}

/** Stores a value at `index`; of a vector what is before the element `end`, where there is one, and 0 behind. */
function store({ name, place }: Located, type: string, value: string, end: number | undefined): string {
  const at = from(place, 'index');
  if (type !== 'array<vec4f>') return `${name}[${at}] = ${value};`;
  return `${name}[(${at}) / 4u] = ${end === undefined ? value : upTo(end, value)};`;
}

/** Whether elements follow the last one in its vector that must stay 0: those that the layout of a variable adds. */
function isFollowed({ shape }: Tensor, home: Home | undefined): boolean {
  return sizeOf(shape) % 4 !== 0 && home?.kind === 'variable' && home.variable.layout !== undefined;
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

/** Without moves the tensor's one element. */
function loadExpression({ name, place }: Located, moves: Moves | undefined, dtype: DType, width: number): string {
  if (!moves) return element(name, place, dtype, width);
  const { walks, outside = 0 } = moves;
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
