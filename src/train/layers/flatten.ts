/** Makes one row of each sample. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { sizeOf } from '../../runtime/graph/tensor.ts';
import { transpose } from '../../runtime/ops/rearrange.ts';
import { reshape } from '../../runtime/ops/reshape.ts';
import { checkOneOf, knownOptions, type OptionNames } from '../checks.ts';
import { LAYER_OPTIONS, Layer, type LayerOptions } from './layer.ts';
import { product, singleShape } from './shapes.ts';
import type { LayerShape } from './symbolic.ts';

/** Options of `flatten`. */
export interface FlattenOptions extends LayerOptions {
  /** Where the channels are; 'channels_first' moves them to the end first, so that both orders give equal rows. Default 'channels_last'. */
  readonly dataFormat?: 'channels_last' | 'channels_first' | null | undefined;
}

const FLATTEN_OPTIONS: OptionNames<FlattenOptions> = { ...LAYER_OPTIONS, dataFormat: true };

/** Keras's `Flatten`: [batch, ...] → [batch, elements]. */
export class Flatten extends Layer {
  readonly dataFormat: 'channels_last' | 'channels_first';

  /** Throws TypeError for an unknown data format. */
  constructor(options: FlattenOptions = {}) {
    const dataFormat = options.dataFormat ?? 'channels_last';
    checkOneOf('Flatten', 'dataFormat', dataFormat, ['channels_last', 'channels_first']);
    super(options);
    this.dataFormat = dataFormat;
  }

  override get className(): string {
    return 'Flatten';
  }

  override call(x: Tensor): Tensor {
    const [batch = 1, ...sample] = x.shape;
    const swapped = this.dataFormat === 'channels_first' && sample.length > 1;
    const last = swapped ? transpose(x, [0, ...x.shape.map((_, axis) => axis).slice(2), 1]) : x;
    return reshape(last, [batch, sizeOf(sample)]);
  }

  override computeOutputShape(inputShape: LayerShape | readonly LayerShape[]): LayerShape {
    const [batch = null, ...sample] = singleShape(inputShape);
    return [batch, product(sample)];
  }

  override getConfig(): Record<string, unknown> {
    return { ...super.getConfig(), data_format: this.dataFormat };
  }
}

/** Makes a layer that turns each sample into one row. */
export function flatten(options: FlattenOptions = {}): Flatten {
  return new Flatten(knownOptions("flatten({ dataFormat: 'channels_first' })", options, FLATTEN_OPTIONS));
}
