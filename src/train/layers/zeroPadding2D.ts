/** Zeros around images. */
import { knownOptions } from '../checks.ts';
import { ZERO_PADDING_OPTIONS, ZeroPadding, type ZeroPaddingOptions } from './zeroPadding.ts';

/** Keras's `ZeroPadding2D`: zeros before and after the spatial axes of [batch, height, width, channels]. */
export class ZeroPadding2D extends ZeroPadding {
  constructor(options: ZeroPaddingOptions = {}) {
    super(2, options);
  }

  override get className(): string {
    return 'ZeroPadding2D';
  }
}

/** Makes a layer that adds zeros around images. */
export function zeroPadding2D(options: ZeroPaddingOptions = {}): ZeroPadding2D {
  return new ZeroPadding2D(knownOptions('zeroPadding2D({ padding: [[0, 1], [0, 1]] })', options, ZERO_PADDING_OPTIONS));
}
