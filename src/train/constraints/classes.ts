/** The classes of this folder: what strings and files name. Apart from `index.ts`, so that a program need not hold the functions that make them. */
export { Constraint } from './constraint.ts';
export { MaxNorm } from './maxNorm.ts';
export { MinMaxNorm } from './minMaxNorm.ts';
export { NonNeg } from './nonNeg.ts';
export { UnitNorm } from './unitNorm.ts';
