/** All initializers, Keras's module `initializers`; strings find them through `resolve.ts`. */
export * from './classes.ts';
export { constant } from './constant.ts';
export { glorotNormal } from './glorotNormal.ts';
export { glorotUniform } from './glorotUniform.ts';
export { heNormal } from './heNormal.ts';
export { heUniform } from './heUniform.ts';
export { identity } from './identity.ts';
export { lecunNormal } from './lecunNormal.ts';
export { lecunUniform } from './lecunUniform.ts';
export { ones } from './ones.ts';
export { type OrthogonalOptions, orthogonal } from './orthogonal.ts';
export type { SeedOptions } from './randomInitializer.ts';
export { type NormalOptions, randomNormal } from './randomNormal.ts';
export { type RandomUniformOptions, randomUniform } from './randomUniform.ts';
export { truncatedNormal } from './truncatedNormal.ts';
export { type FanMode, type ScaledDistribution, type VarianceScalingOptions, varianceScaling } from './varianceScaling.ts';
export { zeros } from './zeros.ts';
