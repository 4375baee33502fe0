/** What a training fetches while it runs, as a page sees it. */
import { expect, it, vi } from 'vitest';
import { dense, sequential } from '../../src/index.ts';

it('fit() fetches the scripts of saving and predicting while it runs', async () => {
  const fetched: string[] = [];
  const observer = new PerformanceObserver((list) => {
    fetched.push(...list.getEntries().map(({ name }) => new URL(name).pathname.replace(/^.*\/src\/train\//, '')));
  });
  observer.observe({ type: 'resource' });
  const model = sequential([dense(1, { inputShape: [1] })]);
  model.compile({ loss: 'mse' });
  await model.fit([[1], [2]], [[1], [2]], { verbose: 0 });
  await vi.waitFor(() => expect(fetched).toEqual(expect.arrayContaining(['saving/modelFiles.ts', 'verbs.ts'])), 10_000);
  observer.disconnect();
});
