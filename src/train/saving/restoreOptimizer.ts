/** Puts an optimizer's state of a file into a compiled model, so that training goes on where it stopped. Used by `loadModel.ts`. */
import type { Variable } from '../../runtime/graph/leaf.ts';
import { showShape, sizeOf } from '../../runtime/graph/tensor.ts';
import type { Optimizer } from '../optimizers/optimizer.ts';
import type { Savable } from './savable.ts';
import type { NamedArray, SavedModel } from './savedModel.ts';

/** Sets steps taken, learning rate and slots. A state that does not fit is left out with a warning, as in Keras; the optimizer starts anew then. */
export function restoreOptimizer(model: Savable, { optimizer: saved, kerasVersion }: SavedModel, path: string): void {
  const optimizer = model.dataTarget.compiled?.optimizer;
  if (!optimizer || !saved) return;
  optimizer.build(model.trainableWeights);
  const misfit = misfitOf(optimizer, saved.variables, kerasVersion);
  if (misfit) {
    console.warn(`The optimizer's state in ${path} is left out: ${misfit}; ${optimizer.name} starts anew`);
    return;
  }
  for (const [i, variable] of optimizer.savedVariables.entries()) restore(model, optimizer, variable, saved.variables[i] as NamedArray);
  for (const { variable, initial } of optimizer.restored(optimizer.iterations)) {
    const kept = saved.state?.find(({ name, shape }) => name === variable.name && showShape(shape) === showShape(variable.shape))?.data;
    model.writeVariable(variable, kept instanceof Float32Array ? kept : Float32Array.of(initial));
  }
}

function misfitOf({ savedVariables }: Optimizer, arrays: readonly NamedArray[], version: string | undefined): string | undefined {
  // Keras 2 kept all first moments before all second ones.
  if (version !== undefined && Number.parseInt(version, 10) < 3) return `Keras ${version} ordered it differently`;
  if (arrays.length !== savedVariables.length) return `it has ${arrays.length} variables instead of ${savedVariables.length}`;
  const i = savedVariables.findIndex(({ shape, dtype }, at) => !fits(arrays[at] as NamedArray, shape, dtype === 'u32'));
  return i < 0
    ? undefined
    : `${arrays[i]?.path} has the shape ${showShape(arrays[i]?.shape ?? [])} or another type than ${savedVariables[i]?.name}`;
}

function fits({ shape, dtype, data }: NamedArray, wanted: readonly number[], counts: boolean): boolean {
  const isCount = dtype !== 'float32' && data[0] !== undefined && data[0] >= 0 && data[0] < 2 ** 32;
  return showShape(shape) === showShape(wanted) && data.length === sizeOf(wanted) && (counts ? isCount : dtype === 'float32');
}

function restore(model: Savable, optimizer: Optimizer, variable: Variable, { data }: NamedArray): void {
  model.writeVariable(variable, data instanceof Float32Array ? data : Uint32Array.from(data, Number));
  if (variable === optimizer.iterationsVariable) optimizer.iterations = Number(data[0]);
  // The configuration tells the rate as it was given, the variable as float32 holds it.
  const isNewRate = variable === optimizer.learningRateVariable && data[0] !== Math.fround(optimizer.learningRate);
  if (isNewRate) optimizer.learningRate = Number(data[0]);
}
