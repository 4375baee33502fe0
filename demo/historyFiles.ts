/** Keeps the record of a training as numbers and as a picture, complete after every epoch; the picture is drawn by `historyImage.ts`. */
import { Callback, type FileStore, type History } from 'webgpu-fit';
import { historyImage } from './historyImage.ts';

/** Writes `history.json` and `history.png`; must come after the `History` that it keeps. */
export class HistoryFiles extends Callback {
  private readonly record: History;
  private readonly store: FileStore;
  private readonly title: string;

  /** `title` names the data in the picture. */
  constructor(record: History, store: FileStore, title: string) {
    super();
    this.record = record;
    this.store = store;
    this.title = title;
  }

  override async onEpochEnd(): Promise<void> {
    const { history, epoch, params } = this.record;
    const text = `${JSON.stringify({ history, epoch, params }, null, 2)}\n`;
    await this.store.write('history.json', new TextEncoder().encode(text));
    await this.store.write('history.png', await historyImage(history, this.title));
  }
}
