/** The files of every example of `demo/examples/index.ts`; served by `demoSite.ts`, installed by `trainInBrowser.ts`. */
import type { ExampleName } from '../demo/examples/index.ts';
import { CIFAR10 } from './cifar10Files.ts';
import type { DataFiles } from './dataFiles.ts';
import { MNIST } from './mnistFiles.ts';

/** Files by the name of their example. */
export const EXAMPLE_DATA: Readonly<Record<ExampleName, DataFiles>> = { mnist: MNIST, cifar10: CIFAR10 };
