/** What a model can do beside `fit`: imported by `model.ts` when it is first asked to, all of it together. */
export { evaluate, predict } from './evaluate.ts';
export { onBatch, predictOnBatch } from './onBatch.ts';
