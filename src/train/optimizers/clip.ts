/** Limits to the size of gradients, applied by `optimizer.ts` before anything else. */
import type { Tensor } from '../../runtime/graph/tensor.ts';
import { add, clip, multiply, square } from '../../runtime/ops/elementwise.ts';
import { clipScale } from '../../runtime/ops/optimizerUpdates.ts';
import { sum } from '../../runtime/ops/reduce.ts';
import { checkPositive } from '../checks.ts';

/** Ways to limit gradients, of which one may be chosen. */
export interface ClipOptions {
  /** Greatest Euclidean norm of the gradient of each weight. */
  readonly clipnorm?: number | null | undefined;
  /** Greatest absolute value of every element. */
  readonly clipvalue?: number | null | undefined;
  /** Greatest Euclidean norm of all gradients taken together. */
  readonly globalClipnorm?: number | null | undefined;
}

/** Throws RangeError for limits that are not positive and for more than one of them, TypeError for other kinds; `part` is a class name. */
export function checkClip(part: string, options: ClipOptions): void {
  const { clipnorm, clipvalue, globalClipnorm } = options;
  const given = Object.entries({ clipnorm, clipvalue, globalClipnorm }).filter(([, limit]) => (limit ?? undefined) !== undefined);
  for (const [name, limit] of given) checkPositive(part, name, limit);
  if (given.length > 1)
    throw new RangeError(`Cannot make ${part}: ${given.map(([name]) => name).join(' and ')} are given, only one of them may be`);
}

/** Gradients within the chosen limit; `undefined` where there is none. */
export function clipGradients(gradients: readonly (Tensor | undefined)[], options: ClipOptions): readonly (Tensor | undefined)[] {
  const { clipnorm, clipvalue, globalClipnorm } = options;
  if (clipvalue) return gradients.map((gradient) => gradient && clip(gradient, -clipvalue, clipvalue));
  if (clipnorm) return gradients.map((gradient) => gradient && multiply(gradient, clipScale(squaresOf([gradient]), clipnorm)));
  if (!globalClipnorm) return gradients;
  const scale = clipScale(squaresOf(gradients.filter((gradient) => gradient !== undefined)), globalClipnorm);
  return gradients.map((gradient) => gradient && multiply(gradient, scale));
}

/** Sum of the squares of all elements, []. Added up in halves of halves: one after the other, each kernel would wait for the one before. */
function squaresOf(gradients: readonly Tensor[]): Tensor {
  const half = gradients.length >> 1;
  return half ? add(squaresOf(gradients.slice(0, half)), squaresOf(gradients.slice(half))) : sum(square(gradients[0] as Tensor));
}
