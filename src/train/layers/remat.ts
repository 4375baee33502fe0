/** Gradient checkpointing in Keras's words: which layers and functions are computed again in the backward pass. Done by `ops/replay.ts`. */
import { sizeOf, withBlocks } from '../../runtime/graph/tensor.ts';
import { newBlock } from '../../runtime/ops/replay.ts';
import { check, checkNotNegative, checkOneOf, knownOptions, type OptionNames } from '../checks.ts';
import { kindOf } from '../describe.ts';
import { snakeCase } from '../names.ts';
import type { Layer, Tensors } from './layer.ts';
import { type RematRule, withRematRule } from './rematRule.ts';
import { batchless, type LayerShape } from './symbolic.ts';

/** Options of `rematScope`. */
export interface RematScopeOptions {
  /** Which layers: all (default), those with large outputs, those of a list; null for none. Keras's spelling or camelCase. */
  readonly mode?: 'full' | 'larger_than' | 'largerThan' | 'list_of_layers' | 'listOfLayers' | null | undefined;
  /** For 'larger_than': layers whose outputs have more elements than this, batch included. Default 1024. */
  readonly outputSizeThreshold?: number | undefined;
  /** For 'list_of_layers': names of the layers. Default none. */
  readonly layerNames?: readonly string[] | undefined;
}

const OPTIONS: OptionNames<RematScopeOptions> = { mode: true, outputSizeThreshold: true, layerNames: true };

/**
 * Keras's `remat`: of what a layer or a function of tensors computes, training keeps only inputs and outputs; what lies between is computed again
 * when the backward pass needs it, up to rounding where a GPU's compiler joins other multiplications and additions there. A layer is marked and
 * returned, for all its uses inside other layers and models; files do not hold the mark. It pays for blocks of several layers, made by
 * `sequential`, `functional` or `extends Layer`. Blocks may lie in blocks. Throws TypeError for anything else.
 */
export function remat<T extends Layer>(layer: T): T;
export function remat<Inputs extends readonly unknown[], Output>(body: (...inputs: Inputs) => Output): (...inputs: Inputs) => Output;
export function remat(part: unknown): unknown {
  if (typeof part === 'function') return (...inputs: readonly unknown[]) => withBlocks([newBlock()], () => part(...inputs));
  if (!isLayer(part)) throw new TypeError(`Cannot rematerialize ${kindOf(part)}: it must be a layer or a function of tensors`);
  part.rematRule = newBlock;
  return part;
}

/**
 * Keras's `RematScope`: layers made while `body` runs are computed again in the backward pass, each for itself, where `mode` says so. The innermost
 * scope counts. Returns what `body` returns. Throws TypeError or RangeError for options that it does not have.
 */
export function rematScope<T>(options: RematScopeOptions, body: () => T): T {
  return withRematRule(ruleOf(knownOptions("rematScope({ mode: 'full' }, () => sequential([…]))", options, OPTIONS)), body);
}

function ruleOf({ mode = 'full', outputSizeThreshold = 1024, layerNames = [] }: RematScopeOptions): RematRule | undefined {
  const word = mode && snakeCase(mode);
  checkOneOf('rematScope', 'mode', word, ['full', 'larger_than', 'list_of_layers', null]);
  checkNotNegative('rematScope', 'outputSizeThreshold', outputSizeThreshold);
  check('rematScope', 'layerNames', layerNames, Array.isArray(layerNames), 'a list of names');
  if (word === 'larger_than') return (layer, inputs) => (outputSize(layer, inputs) > outputSizeThreshold ? newBlock() : undefined);
  if (word === 'list_of_layers') return ({ name }) => (layerNames.includes(name) ? newBlock() : undefined);
  return word === 'full' ? newBlock : undefined;
}

/** Elements of all outputs for `inputs`, which share a batch. */
function outputSize(layer: Layer, inputs: Tensors): number {
  const list = [inputs].flat();
  const shapes = list.map(batchless);
  const result = layer.computeOutputShape(Array.isArray(inputs) ? shapes : (shapes[0] as LayerShape));
  const outputs = (Array.isArray(result[0]) ? result : [result]) as readonly LayerShape[];
  return outputs.reduce((sum, shape) => sum + sizeOf(shape.map((size) => size ?? list[0]?.shape[0] ?? 1)), 0);
}

function isLayer(part: unknown): part is Layer {
  return typeof part === 'object' && part !== null && 'rematRule' in part;
}
