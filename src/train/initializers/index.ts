/** All initializers, Keras's module `initializers`; strings find them through `resolve.ts`. */
export { Constant, constant } from './constant.ts';
export { GlorotNormal, glorotNormal } from './glorotNormal.ts';
export { GlorotUniform, glorotUniform } from './glorotUniform.ts';
export { HeNormal, heNormal } from './heNormal.ts';
export { HeUniform, heUniform } from './heUniform.ts';
export { Identity, identity } from './identity.ts';
export { Initializer } from './initializer.ts';
export { LecunNormal, lecunNormal } from './lecunNormal.ts';
export { LecunUniform, lecunUniform } from './lecunUniform.ts';
export { Ones, ones } from './ones.ts';
export { Orthogonal, type OrthogonalOptions, orthogonal } from './orthogonal.ts';
export type { SeedOptions } from './randomInitializer.ts';
export { type NormalOptions, RandomNormal, randomNormal } from './randomNormal.ts';
export { RandomUniform, type RandomUniformOptions, randomUniform } from './randomUniform.ts';
export { TruncatedNormal, truncatedNormal } from './truncatedNormal.ts';
export { type FanMode, type ScaledDistribution, VarianceScaling, type VarianceScalingOptions, varianceScaling } from './varianceScaling.ts';
export { Zeros, zeros } from './zeros.ts';
