/** Volumes without their border. */
import { knownOptions } from '../checks.ts';
import { CROPPING_OPTIONS, Cropping, type CroppingOptions } from './cropping.ts';

/** Keras's `Cropping3D`: cuts away elements at both ends of the spatial axes of [batch, depth, height, width, channels]. */
export class Cropping3D extends Cropping {
  constructor(options: CroppingOptions = {}) {
    super(3, options);
  }

  override get className(): string {
    return 'Cropping3D';
  }
}

/** Makes a layer that cuts away the border of volumes. */
export function cropping3D(options: CroppingOptions = {}): Cropping3D {
  return new Cropping3D(knownOptions('cropping3D({ cropping: [1, 1, 0] })', options, CROPPING_OPTIONS));
}
