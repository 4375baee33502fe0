/** What a model does with files, imported by `model.ts` on first use: all of it together, and nothing of what makes models anew (`loadModel.ts`). */
export { formatPath } from '../callbacks/formatPath.ts';
export { loadWeights } from './loadWeights.ts';
export { saveModel, saveWeights } from './saveModel.ts';
