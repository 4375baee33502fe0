/** What is chosen in the form; `trainer.ts` trains with it. */
import { element } from './elements.ts';

/** Choices for a training. */
export interface Settings {
  /** Training images. */
  readonly images: number;
  /** Test images that validation uses. */
  readonly testImages: number;
  readonly batchSize: number;
  readonly epochs: number;
  readonly learningRate: number;
}

/** The choices as they are now; the form has checked them. */
export function readSettings(): Settings {
  const data = new FormData(element('settings', HTMLFormElement));
  const value = (name: string) => Number(data.get(name));
  const images = value('images');
  return {
    images,
    testImages: Math.min(images, 10_000), // validating on more than is trained on would take most of the time
    batchSize: value('batchSize'),
    epochs: value('epochs'),
    learningRate: value('learningRate'),
  };
}

/** Chooses fewer images, for a slow adapter. */
export function chooseFewImages(): void {
  field('images').value = '5000';
}

/** Closes the form while a training runs, or opens it. */
export function setSettingsOpen(isOpen: boolean): void {
  for (const name of ['images', 'batchSize', 'epochs', 'learningRate']) field(name).disabled = !isOpen;
}

function field(name: string): HTMLSelectElement | HTMLInputElement {
  const found = element('settings', HTMLFormElement).elements.namedItem(name);
  if (found instanceof HTMLSelectElement || found instanceof HTMLInputElement) return found;
  throw new TypeError(`Cannot use the field ${name}: it is not in the form`);
}
