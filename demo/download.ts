/** Hands the trained model to the person at the page, as a file that Keras opens. */
import { type Model, memoryStore, setFileStore } from 'webgpu-fit';

const NAME = 'mnist.h5';

/** Saves the model and starts the download. */
export async function downloadModel(model: Model): Promise<void> {
  const store = memoryStore();
  setFileStore(store);
  await model.save(NAME);
  const url = URL.createObjectURL(new Blob([new Uint8Array(await store.read(NAME))], { type: 'application/x-hdf5' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = NAME;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 60_000); // the browser may ask where to put it
}
