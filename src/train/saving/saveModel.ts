export async function saveModel(_m: unknown, _p: string): Promise<void> { throw new Error('being written'); }
export async function saveWeights(_m: unknown, _p: string): Promise<void> { throw new Error('being written'); }
