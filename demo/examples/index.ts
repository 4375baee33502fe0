/** The table of examples that the command line trains; each is a module of its own, loaded when it is asked for. */
import type { Example } from './example.ts';

/** All examples by name. */
export const EXAMPLES = {
  mnist: {
    title: 'MNIST',
    about: 'digits',
    trainingImages: 60_000,
    testImages: 10_000,
    epochs: 5,
    load: () => import('./mnist.ts'),
  },
  cifar10: {
    title: 'CIFAR-10',
    about: 'photographs, 139 MB on first use',
    trainingImages: 50_000,
    testImages: 10_000,
    epochs: 20,
    onSoftware: { trainingImages: 2000, epochs: 1 },
    load: () => import('./cifar10.ts'),
  },
} as const satisfies Record<string, Example>;

/** The name of an example. */
export type ExampleName = keyof typeof EXAMPLES;

/** Whether there is an example of that name. */
export function isExampleName(name: string): name is ExampleName {
  return Object.hasOwn(EXAMPLES, name);
}
