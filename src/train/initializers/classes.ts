/** The classes of this folder: what strings and files name. Apart from `index.ts`, so that a program need not hold the functions that make them. */
export { Constant } from './constant.ts';
export { GlorotNormal } from './glorotNormal.ts';
export { GlorotUniform } from './glorotUniform.ts';
export { HeNormal } from './heNormal.ts';
export { HeUniform } from './heUniform.ts';
export { Identity } from './identity.ts';
export { Initializer } from './initializer.ts';
export { LecunNormal } from './lecunNormal.ts';
export { LecunUniform } from './lecunUniform.ts';
export { Ones } from './ones.ts';
export { Orthogonal } from './orthogonal.ts';
export { RandomNormal } from './randomNormal.ts';
export { RandomUniform } from './randomUniform.ts';
export { TruncatedNormal } from './truncatedNormal.ts';
export { VarianceScaling } from './varianceScaling.ts';
export { Zeros } from './zeros.ts';
