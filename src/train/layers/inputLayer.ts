/** Where a model's data enters: `input` for users, `InputLayer` for files and for the graph of a model. */
import { check, checkList, knownOptions, type OptionNames } from '../checks.ts';
import { ElementwiseLayer } from './elementwiseLayer.ts';
import { isSize, type LayerShape, SymbolicTensor } from './symbolic.ts';

/** Options of `input` and `inputLayer`. */
export interface InputOptions {
  readonly name?: string | undefined;
  /** Rows of every batch, where that is fixed. */
  readonly batchSize?: number | null | undefined;
  /** Keras's name of the data's type, kept for files; kernels see f32. Default 'float32'. */
  readonly dtype?: string | null | undefined;
}

const INPUT_OPTIONS: OptionNames<InputOptions> = { name: true, batchSize: true, dtype: true };

/** Options of the class: the shape of a sample, or with the batch as files have it. */
export interface InputLayerOptions extends InputOptions {
  readonly shape?: LayerShape | undefined;
  readonly batchShape?: LayerShape | undefined;
}

/** Keras's `InputLayer`. */
export class InputLayer extends ElementwiseLayer {
  /** Shape with the batch first, null where a size is open. */
  readonly batchShape: LayerShape;
  readonly dtype: string;
  /** What the model's first layer is applied to. */
  readonly output: SymbolicTensor;

  /** Throws TypeError without a shape, RangeError for sizes that are no positive integers. */
  constructor({ shape, batchShape, batchSize, dtype, name }: InputLayerOptions) {
    const full = batchShape ?? withBatch(shape, batchSize ?? null);
    for (const [axis, size] of full.entries())
      check('InputLayer', `size ${axis} of its shape`, size, isSize(size), 'a positive integer or null');
    super({ name, inputShape: full.slice(1) });
    this.batchShape = full;
    this.dtype = dtype ?? 'float32';
    this.output = new SymbolicTensor(full);
    this.output.origin = { layer: this, inputs: [], outputs: [this.output], index: this.applications++ };
    this.built = true;
  }

  override get className(): string {
    return 'InputLayer';
  }

  override getConfig(): Record<string, unknown> {
    return { batch_shape: this.batchShape, dtype: this.dtype, sparse: false, name: this.name };
  }
}

/** Makes the layer at which samples of `shape` enter. */
export function inputLayer(shape: LayerShape, options: InputOptions = {}): InputLayer {
  return new InputLayer({ ...knownOptions("input([28, 28], { name: 'image' })", options, INPUT_OPTIONS), shape });
}

/** A symbolic input for samples of `shape`, without the batch: `input([28, 28, 1])`. */
export function input(shape: LayerShape, options: InputOptions = {}): SymbolicTensor {
  return inputLayer(shape, options).output;
}

function withBatch(shape: LayerShape | undefined, batchSize: number | null): LayerShape {
  checkList('InputLayer', 'shape', shape);
  return [batchSize, ...(shape ?? [])];
}
