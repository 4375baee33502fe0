/** Sequences without their border. */
import { knownOptions } from '../checks.ts';
import { CROPPING_OPTIONS, Cropping, type CroppingOptions } from './cropping.ts';

/** Keras's `Cropping1D`: cuts away elements at both ends of the spatial axis of [batch, steps, channels]. */
export class Cropping1D extends Cropping {
  constructor(options: CroppingOptions = {}) {
    super(1, options);
  }

  override get className(): string {
    return 'Cropping1D';
  }

  /** Keras's own has no data format. */
  override getConfig(): Record<string, unknown> {
    const { data_format: _, ...config } = super.getConfig();
    return config;
  }
}

/** Makes a layer that cuts away the border of sequences. */
export function cropping1D(options: CroppingOptions = {}): Cropping1D {
  return new Cropping1D(knownOptions('cropping1D({ cropping: [1, 2] })', options, CROPPING_OPTIONS));
}
