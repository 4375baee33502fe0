/** What a training fetches while it runs, as a page sees it. */
import { expect, it, vi } from 'vitest';
import { dense, sequential } from '../../src/index.ts';

const fetched = () => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname.replace(/^.*\/src\/train\//, ''));

it('fit() fetches what saving and predicting need, so that later no network is needed', async () => {
  performance.setResourceTimingBufferSize(10_000); // what was fetched so far fills the usual size
  const model = sequential([dense(1, { inputShape: [1] })]);
  model.compile({ loss: 'mse' });
  await model.fit([[1], [2]], [[1], [2]], { verbose: 0 });
  await vi.waitFor(() => expect(fetched()).toEqual(expect.arrayContaining(['saving/modelFiles.ts', 'verbs.ts'])));
});
