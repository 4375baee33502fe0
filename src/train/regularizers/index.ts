/** All regularizers, Keras's module `regularizers`; strings find them through `resolve.ts`. */
export * from './classes.ts';
export { l1 } from './l1.ts';
export { type L1L2Options, l1l2 } from './l1l2.ts';
export { l2 } from './l2.ts';
export { type OrthogonalRegularizerOptions, orthogonalRegularizer } from './orthogonalRegularizer.ts';
