/** The classes of this folder: what strings and files name. Apart from `index.ts`, so that a program need not hold the functions that make them. */
export { L1 } from './l1.ts';
export { L1L2 } from './l1l2.ts';
export { L2 } from './l2.ts';
export { OrthogonalRegularizer } from './orthogonalRegularizer.ts';
export { Regularizer } from './regularizer.ts';
