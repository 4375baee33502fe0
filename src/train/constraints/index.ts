/** All constraints, Keras's module `constraints`; strings find them through `resolve.ts`. */
export { Constraint } from './constraint.ts';
export { MaxNorm, type MaxNormOptions, maxNorm } from './maxNorm.ts';
export { MinMaxNorm, type MinMaxNormOptions, minMaxNorm } from './minMaxNorm.ts';
export { NonNeg, nonNeg } from './nonNeg.ts';
export type { NormOptions } from './norm.ts';
export { UnitNorm, unitNorm } from './unitNorm.ts';
