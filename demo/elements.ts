/** Elements of the page by their id, with the type that the code counts on; used by everything from `main.ts` on. */

/** The element `id`. Throws TypeError when there is none or it is of another kind, so a slip in the page shows at once. */
export function element<T extends Element>(id: string, Kind: new () => T): T {
  const found = document.getElementById(id);
  if (found instanceof Kind) return found;
  throw new TypeError(`Cannot use #${id}: it is ${found ? `a ${found.tagName}` : 'not in the page'}, it must be a ${Kind.name}`);
}

/** Puts text into the element `id`, but only when it changed: a screen reader would say it again. */
export function setText(id: string, text: string): void {
  const target = element(id, HTMLElement);
  if (target.textContent !== text) target.textContent = text;
}

/** A value of the style sheet's variable `name` as it is now. */
export function styleValue(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
