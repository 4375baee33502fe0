/** Zeros around sequences. */
import { knownOptions } from '../checks.ts';
import { ZERO_PADDING_OPTIONS, ZeroPadding, type ZeroPaddingOptions } from './zeroPadding.ts';

/** Keras's `ZeroPadding1D`: zeros before and after the spatial axis of [batch, steps, channels]. */
export class ZeroPadding1D extends ZeroPadding {
  constructor(options: ZeroPaddingOptions = {}) {
    super(1, options);
  }

  override get className(): string {
    return 'ZeroPadding1D';
  }
}

/** Makes a layer that adds zeros around sequences. */
export function zeroPadding1D(options: ZeroPaddingOptions = {}): ZeroPadding1D {
  return new ZeroPadding1D(knownOptions('zeroPadding1D({ padding: [1, 2] })', options, ZERO_PADDING_OPTIONS));
}
