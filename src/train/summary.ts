/** `model.summary()`: Keras's table of layers, in its words and widths. Drawn by `textTable.ts`. */
import { say } from './callbacks/say.ts';
import { Layer } from './layers/layer.ts';
import type { Application, LayerShape } from './layers/symbolic.ts';
import type { Model } from './model.ts';
import { collectGraph, type ModelGraph } from './modelGraph.ts';
import { grouped, type TableColumn, textTable } from './textTable.ts';
import { countValues } from './weight.ts';

/** Options of `summary`. */
export interface SummaryOptions {
  /** Called with each line; default the console. */
  readonly print?: (line: string) => void;
  /** Characters of a line, 80 unless given. */
  readonly lineLength?: number;
  /** Whether the layers of models inside the model are listed below them. */
  readonly expandNested?: boolean;
  /** Whether a column tells which layers are trainable. */
  readonly showTrainable?: boolean;
}

/** Prints the layers with output shapes and numbers of parameters, and the totals with their bytes. Throws RangeError when the line is too short. */
export function summary(model: Model, options: SummaryOptions = {}): void {
  const { print = say, lineLength = 80, expandNested = false, showTrainable = false } = options;
  const graph = graphOf(model);
  const linear = !graph || isLinear(graph);
  const rows = model.layers.flatMap((layer) => layerRows(layer, graph, { linear, expandNested, showTrainable }, 0));
  print(`Model: "${model.name}"`);
  for (const line of textTable(columnsFor(lineLength, linear, showTrainable), rows)) print(line);
  for (const line of totals(model)) print(line);
}

interface RowOptions {
  /** Whether each layer feeds the next one alone, so that no column of connections is needed. */
  readonly linear: boolean;
  readonly expandNested: boolean;
  readonly showTrainable: boolean;
}

type Heading = readonly [header: string, end: number, align: TableColumn['align']];

/** Where the columns end, as shares of the line. */
const LINEAR: readonly Heading[] = [
  ['Layer (type)', 0.45, 'left'],
  ['Output Shape', 0.8, 'left'],
  ['Param #', 1, 'right'],
];
const CONNECTED: readonly Heading[] = [
  ['Layer (type)', 0.3, 'left'],
  ['Output Shape', 0.56, 'left'],
  ['Param #', 0.74, 'right'],
  ['Connected to', 1, 'left'],
];

function columnsFor(lineLength: number, linear: boolean, showTrainable: boolean): readonly TableColumn[] {
  const plain = linear ? LINEAR : CONNECTED;
  const narrowed = plain.map(([header, end, align]): Heading => [header, end * 0.9, align]);
  const headings: readonly Heading[] = showTrainable ? [...narrowed, ['Trainable', 1, 'center']] : plain;
  let start = 0;
  return headings.map(([header, end, align], i) => {
    const share = Math.trunc(end * lineLength) - start;
    start += share;
    return { header, align, width: checkedWidth(share - borders(i, headings.length), lineLength) };
  });
}

/** Each column pays three characters for its borders and padding; the one before the last pays for the rim of the table as well. */
function borders(index: number, columns: number): number {
  return index === columns - 2 ? 4 : 3;
}

function checkedWidth(width: number, lineLength: number): number {
  if (width > 0) return width;
  throw new RangeError(`Cannot print the summary: lineLength is ${lineLength}, that leaves no room for the columns, it must be larger`);
}

function layerRows(layer: Layer, graph: ModelGraph | undefined, options: RowOptions, depth: number): readonly string[][] {
  const uses = graph?.applications.filter((use) => use.layer === layer) ?? [];
  const cells = [`${depth ? `${'   '.repeat(depth)}└ ` : ''}${layer.name} (${layer.className})`, shapeOf(uses), parameters(layer)];
  if (!options.linear) cells.push(depth ? '-' : connections(uses));
  if (options.showTrainable) cells.push(layer.weights.length ? (layer.trainable ? 'Y' : 'N') : '-');
  if (!options.expandNested || !isModel(layer)) return [cells];
  const inner = graphOf(layer);
  return [cells, ...layer.layers.flatMap((each) => layerRows(each, inner, options, depth + 1))];
}

/** Shape of the last use's output, `?` before the layer was used. */
function shapeOf(uses: readonly Application[]): string {
  const shapes = uses.at(-1)?.outputs.map(({ shape }) => showShape(shape)) ?? ['?'];
  return shapes.length === 1 ? (shapes[0] as string) : `[${shapes.join(', ')}]`;
}

function showShape(shape: LayerShape): string {
  return `(${shape.map((size) => size ?? 'None').join(', ')})`;
}

/** A layer that has nothing to build counts as built. */
function parameters(layer: Layer): string {
  const isBuilt = layer.built || layer.build === Layer.prototype.build;
  return isBuilt ? grouped(layer.countParams()) : '0 (unbuilt)';
}

/** What a layer is fed with, as `layer[use][output]`, in the order of its uses. */
function connections(uses: readonly Application[]): string {
  const sources = [...uses].sort((a, b) => a.index - b.index).flatMap(({ inputs }) => inputs);
  return sources.map(({ origin, index }) => `${origin?.layer.name}[${origin?.index}][${index}]`).join(', ') || '-';
}

/** Whether every use takes one tensor, no layer is used twice and nothing branches off. */
function isLinear({ applications }: ModelGraph): boolean {
  const fed = new Set(applications.flatMap(({ inputs }) => inputs.map(({ origin }) => origin)));
  const ends = applications.filter((use) => !fed.has(use)).length;
  const layers = new Set(applications.map(({ layer }) => layer)).size;
  return ends === 1 && layers === applications.length && applications.every(({ inputs }) => inputs.length <= 1);
}

function graphOf(model: Model): ModelGraph | undefined {
  return model.built ? collectGraph(model.inputs, model.outputs) : undefined;
}

function isModel(layer: Layer): layer is Model {
  return 'outputs' in layer;
}

function totals(model: Model): readonly string[] {
  const trainable = countValues(model.trainableWeights);
  const others = countValues(model.nonTrainableWeights);
  const optimizer = optimizerCount(model);
  return [
    total('Total', trainable + others + (optimizer ?? 0)),
    total('Trainable', trainable),
    total('Non-trainable', others),
    ...(optimizer === undefined ? [] : [total('Optimizer', optimizer)]),
  ];
}

/** Values that the optimizer keeps, once it has made a step: before, Keras has not made them. */
function optimizerCount(model: Model): number | undefined {
  const optimizer = model.built ? model.dataTarget.compiled?.optimizer : undefined;
  return optimizer?.iterations ? countValues(optimizer.savedVariables) : undefined;
}

function total(what: string, values: number): string {
  return ` ${what} params: ${grouped(values)} (${bytes(values * 4)})`;
}

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB', 'PB'] as const;

function bytes(size: number): string {
  const power = Math.min(UNITS.length - 1, Math.floor(Math.log2(Math.max(1, size)) / 10));
  return `${twoDecimals(size / 1024 ** power)} ${UNITS[power]}`;
}

/** Two decimals with halves to even, as Python rounds; a hundredth of a binary fraction is exact here. */
function twoDecimals(value: number): string {
  const hundredths = Math.floor(value * 100);
  const rest = value * 100 - hundredths;
  const up = rest > 0.5 || (rest === 0.5 && hundredths % 2 === 1);
  return ((hundredths + (up ? 1 : 0)) / 100).toFixed(2);
}
