/** Images without their border. */
import { knownOptions } from '../checks.ts';
import { CROPPING_OPTIONS, Cropping, type CroppingOptions } from './cropping.ts';

/** Keras's `Cropping2D`: cuts away elements at both ends of the spatial axes of [batch, height, width, channels]. */
export class Cropping2D extends Cropping {
  constructor(options: CroppingOptions = {}) {
    super(2, options);
  }

  override get className(): string {
    return 'Cropping2D';
  }
}

/** Makes a layer that cuts away the border of images. */
export function cropping2D(options: CroppingOptions = {}): Cropping2D {
  return new Cropping2D(knownOptions('cropping2D({ cropping: [[0, 1], [0, 1]] })', options, CROPPING_OPTIONS));
}
