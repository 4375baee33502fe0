/** What an example is made of, and how much of it is trained when nobody says; all examples stand in `index.ts`. */
import type { Model } from 'webgpu-fit';

/** Images and what they show. */
export interface LabelledImages {
  /** The bytes of `count` images, one after the other. */
  readonly images: Uint8Array;
  /** `[count]`. */
  readonly labels: Uint8Array;
  readonly count: number;
}

/** The data and the network: the module of an example. */
export interface ExampleModule {
  /** The first `limit` images, or all. */
  loadTraining(limit?: number): Promise<LabelledImages>;
  loadTest(limit?: number): Promise<LabelledImages>;
  /** A compiled model whose input are such images. */
  makeNetwork(): Model;
}

/** What is known of an example before its module is loaded. */
export interface Example {
  /** As people write it. */
  readonly title: string;
  /** What its images show and cost, in a few words. */
  readonly about: string;
  readonly trainingImages: number;
  readonly testImages: number;
  /** Times through the images. */
  readonly epochs: number;
  /** What a software adapter trains instead, where all would take it hours. */
  readonly onSoftware?: { readonly trainingImages: number; readonly epochs: number };
  readonly load: () => Promise<ExampleModule>;
}

/** How much is trained. */
export interface Extent {
  readonly epochs: number;
  readonly trainingImages: number;
  readonly testImages: number;
}

/**
 * What was asked for, completed by the defaults of the example. Where the adapter gets a smaller example, validation takes the same share of the
 * test images as training takes of its own: it would cost more than the training otherwise.
 */
export function extentOf(example: Example, asked: { epochs?: number | undefined; limit?: number | undefined }, software: boolean): Extent {
  const smaller = software ? example.onSoftware : undefined;
  const trainingImages = asked.limit ?? (smaller ?? example).trainingImages;
  const share = smaller ? trainingImages / example.trainingImages : 1;
  return {
    epochs: asked.epochs ?? (smaller ?? example).epochs,
    trainingImages,
    testImages: Math.ceil(share * example.testImages),
  };
}

/** A further line about what a software adapter leaves out; empty where nothing is left out. */
export function describeReduction(example: Example, { epochs, trainingImages, testImages }: Extent): string {
  if (testImages === example.testImages) return '';
  const training = `${counted(trainingImages)} of ${counted(example.trainingImages)} training images`;
  const validation = `${counted(testImages)} of ${counted(example.testImages)} test images for validation`;
  const times = epochs === 1 ? 'one epoch' : `${counted(epochs)} epochs`;
  return `\nSo it takes ${training}, ${validation} and ${times}; --limit and --epochs ask for more.`;
}

function counted(count: number): string {
  return count.toLocaleString('en');
}
