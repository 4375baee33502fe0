/** The box above the panels for what somebody must know or do; its texts come from `advice.ts` and from errors. */
import { element, setText } from './elements.ts';

/** Shows a headline and a sentence. */
export function showNotice(title: string, text: string): void {
  setText('notice-title', title);
  setText('notice-text', text);
  element('notice', HTMLElement).hidden = false;
}

/** Shows what went wrong while doing something: `training`. */
export function showError(task: string, error: unknown): void {
  showNotice(`The ${task} failed`, error instanceof Error ? error.message : String(error));
}

/** Takes the box away. */
export function hideNotice(): void {
  element('notice', HTMLElement).hidden = true;
}
