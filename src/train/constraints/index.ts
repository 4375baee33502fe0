/** All constraints, Keras's module `constraints`; strings find them through `resolve.ts`. */
export * from './classes.ts';
export { type MaxNormOptions, maxNorm } from './maxNorm.ts';
export { type MinMaxNormOptions, minMaxNorm } from './minMaxNorm.ts';
export { nonNeg } from './nonNeg.ts';
export type { NormOptions } from './norm.ts';
export { unitNorm } from './unitNorm.ts';
