// The text of the bar against what Keras's Progbar prints at the same times.
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { ProgressBar } from '../../../src/train/callbacks/progressBar.ts';
import type { Logs } from '../../../src/train/run.ts';
import { readGolden, realLogs } from '../../support/goldenCallbacks.ts';

const BAR = '━'.repeat(20);

/** Seconds since the start, steps done, values, whether it is the last update. */
type Update = [seconds: number, step: number, logs: Logs, isLast: boolean];

/** What each update wrote. */
function written(target: number | null, updates: Update[], { verbose = 1, dynamic = true } = {}): string[] {
  const texts = [''];
  let seconds = 0;
  const write = (text: string) => {
    texts[texts.length - 1] += text;
  };
  const bar = new ProgressBar(target, verbose, { write, dynamic, now: () => 1000 + seconds });
  for (const [at, step, logs, isLast] of updates) {
    seconds = at;
    bar.update(step, logs, isLast);
    texts.push('');
  }
  return texts.slice(0, -1);
}

/** Only the lines, without colours and without going back. */
function lines(texts: string[]): string[] {
  return texts.map((text) =>
    stripVTControlCharacters(text)
      .replace(/[\b\r\n]/g, '')
      .trimEnd(),
  );
}

describe('ProgressBar', () => {
  it.each(readGolden().progress_bars)('prints what Keras prints: $about, $options', ({ target, options, updates, printed }) => {
    const real = updates.map(([seconds, step, logs, isLast]): Update => [seconds, step, realLogs(logs), isLast]);
    expect(written(target, real, options)).toEqual(printed);
  });

  it('shows special values and the remaining time in minutes', () => {
    const texts = written(100, [
      [3, 1, { loss: Number.NaN }, false],
      [6, 3, { loss: Number.POSITIVE_INFINITY }, false],
    ]);
    expect(lines(texts)).toEqual([`  1/100 ${BAR} 4:57 3s/step - loss: nan`, `  3/100 ${BAR} 2:25 2s/step - loss: inf`]);
  });

  it('goes beyond the end as steps in groups do', () => {
    const texts = written(3, [
      [1, 2, {}, false],
      [2, 4, {}, false],
      [3, 3, {}, true],
    ]);
    expect(lines(texts)).toEqual([`2/3 ${BAR} 0s 500ms/step`, `4/3 ${'━'.repeat(26)} 0s 500ms/step`, `3/3 ${BAR} 3s 1s/step`]);
  });

  it('rounds times as Python does', () => {
    expect(lines(written(1, [[2.5, 1, {}, true]]))).toEqual([`1/1 ${BAR} 2s 2s/step`]);
  });

  it('writes one uncoloured line where lines cannot be written over', () => {
    const texts = written(
      2,
      [
        [1, 1, { loss: 3 }, false],
        [2, 2, { loss: 2 }, false],
        [3, 2, { loss: 2 }, true],
      ],
      { dynamic: false },
    );
    expect(texts).toEqual(['', '', `2/2 ${BAR} 3s 2s/step - loss: 2.0000\n`]);
  });
});
