/** What a first step does without, in one script of its own, which `onFirstUse.ts` fetches; what makes models anew from files is another (`loadModel.ts`). */
export { autotuner } from './autotuner.ts';
export { formatPath } from './callbacks/formatPath.ts';
export { splitValidation } from './data/split.ts';
export { weightColumns } from './data/weights.ts';
export { evaluate, predict } from './evaluate.ts';
export { WrittenFeed } from './feeds/writtenFeed.ts';
export { memoryPlan } from './memoryPlan.ts';
export { onBatch, predictOnBatch } from './onBatch.ts';
export { loadWeights } from './saving/loadWeights.ts';
export { saveModel, saveWeights } from './saving/saveModel.ts';
export { openFeed } from './streamInputs.ts';
