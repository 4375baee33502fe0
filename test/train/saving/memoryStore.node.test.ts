import { describe, expect, it } from 'vitest';
import { memoryStore } from '../../../src/train/saving/memoryStore.ts';
import { checkFileStore, checkRoot } from '../../support/checkFileStore.ts';

describe('memoryStore()', () => {
  checkFileStore(memoryStore, 'checks/');
  checkRoot(memoryStore);

  it('keeps its own copies', async () => {
    const store = memoryStore();
    const given = Uint8Array.of(1);
    await store.write('a', given);
    given[0] = 2;
    (await store.read('a'))[0] = 3;
    expect(await store.read('a')).toEqual(Uint8Array.of(1));
  });
});
