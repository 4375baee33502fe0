/** Zeros around volumes. */
import { knownOptions } from '../checks.ts';
import { ZERO_PADDING_OPTIONS, ZeroPadding, type ZeroPaddingOptions } from './zeroPadding.ts';

/** Keras's `ZeroPadding3D`: zeros before and after the spatial axes of [batch, depth, height, width, channels]. */
export class ZeroPadding3D extends ZeroPadding {
  constructor(options: ZeroPaddingOptions = {}) {
    super(3, options);
  }

  override get className(): string {
    return 'ZeroPadding3D';
  }
}

/** Makes a layer that adds zeros around volumes. */
export function zeroPadding3D(options: ZeroPaddingOptions = {}): ZeroPadding3D {
  return new ZeroPadding3D(knownOptions('zeroPadding3D({ padding: [1, 1, 0] })', options, ZERO_PADDING_OPTIONS));
}
