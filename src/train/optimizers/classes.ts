/** The classes of this folder: what strings and files name. Apart from `index.ts`, so that a program need not hold the functions that make them. */
export { Adam } from './adam.ts';
export { AdamW } from './adamW.ts';
export { Optimizer } from './optimizer.ts';
export { RMSprop } from './rmsprop.ts';
export { SGD } from './sgd.ts';
