/** All regularizers, Keras's module `regularizers`; strings find them through `resolve.ts`. */
export { L1, l1 } from './l1.ts';
export { L1L2, type L1L2Options, l1l2 } from './l1l2.ts';
export { L2, l2 } from './l2.ts';
export { OrthogonalRegularizer, type OrthogonalRegularizerOptions, orthogonalRegularizer } from './orthogonalRegularizer.ts';
export { Regularizer } from './regularizer.ts';
