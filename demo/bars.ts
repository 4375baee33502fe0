/** Shows what the network makes of the drawing: its answer, how sure it is of each digit, and the pixels that it sees. Last on the way from `pad.ts`. */
import { element, setText } from './elements.ts';
import { percent } from './status.ts';

const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const HINT = 'Draw one here';

/** Makes the ten bars, empty. */
export function createBars(): void {
  element('bars', HTMLOListElement).replaceChildren(
    ...DIGITS.map((digit) => {
      const item = document.createElement('li');
      item.append(span('name', String(digit)), span('bar', ''), span('share', ''));
      return item;
    }),
  );
  showNothing();
}

/** Shows ten probabilities. */
export function showReading(shares: readonly number[]): void {
  const best = shares.indexOf(Math.max(...shares));
  const certainty = shares[best] ?? 0;
  setText('digit', String(best));
  setText('certainty', `${percent(certainty)} sure`);
  showShares(shares, best);
}

/** Shows that there is nothing to read, and why. */
export function showNothing(reason = HINT): void {
  setText('digit', '?');
  setText('certainty', reason);
  showShares([], -1);
}

/** Shows the pixels that go into the network, or none. */
export function showSeen(digit: Uint8Array | undefined): void {
  const pen = element('seen', HTMLCanvasElement).getContext('2d');
  const pixels = new ImageData(28, 28);
  digit?.forEach((ink, index) => {
    pixels.data.set([27, 27, 31, ink], 4 * index);
  });
  pen?.putImageData(pixels, 0, 0);
}

function showShares(shares: readonly number[], best: number): void {
  [...element('bars', HTMLOListElement).children].forEach((item, digit) => {
    const share = shares[digit];
    item.classList.toggle('best', digit === best);
    if (item instanceof HTMLElement) item.style.setProperty('--share', String(share ?? 0));
    const text = item.querySelector('.share');
    if (text) text.textContent = share === undefined ? '' : percent(share);
  });
}

function span(className: string, text: string): HTMLElement {
  const made = document.createElement('span');
  made.className = className;
  made.textContent = text;
  return made;
}
