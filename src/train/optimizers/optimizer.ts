/** The base of all optimizers: hyperparameters, slots, and the order of an update. One optimizer per file in this folder; `clip.ts` limits gradients. */
import { assign, toTensor, Variable } from '../../runtime/graph/leaf.ts';
import { type Tensor, withScope } from '../../runtime/graph/tensor.ts';
import { increment, multiply, subtract } from '../../runtime/ops/elementwise.ts';
import { movingAverageUpdate } from '../../runtime/ops/optimizerUpdates.ts';
import { reshape } from '../../runtime/ops/reshape.ts';
import { snakeCase } from '../names.ts';
import { refusal } from '../options.ts';
import type { Weight } from '../weight.ts';
import { type ClipOptions, clipGradients } from './clip.ts';
import { checkOptimizerOptions, type OptimizerOptions } from './optimizerOptions.ts';
import { type OptimizerVariable, type Slot, slotOf } from './slots.ts';

/** An optimizer. Extend it with `build` (slots, by `addSlot`) and `update`, both in ops: they run on the GPU. */
export abstract class Optimizer {
  readonly name: string;
  readonly weightDecay: number | undefined;
  readonly useEma: boolean;
  readonly emaMomentum: number;
  readonly emaOverwriteFrequency: number | undefined;
  /** Steps taken; counted on the host beside the GPU's own counter. */
  iterations = 0;
  /** The GPU's step counter, u32. */
  readonly iterationsVariable = new Variable('iteration', [], { dtype: 'u32', slab: 'state' });
  readonly learningRateVariable = new Variable('learning_rate', [], { slab: 'state' });
  /** Called with the new rate when `learningRate` is set; the model writes it to the GPU. */
  onLearningRate: ((rate: number) => void) | undefined;
  private rate: number;
  private readonly clip: ClipOptions;
  private readonly state: OptimizerVariable[] = [];
  /** In the order in which they were made. */
  private readonly slots: Slot[] = [];
  private builtFor: ReadonlySet<Weight> | undefined;
  private excluded: (weight: Weight) => boolean = () => false;
  private warned = false;

  /** Throws RangeError for numbers out of range and for more than one way to clip, TypeError for other kinds. */
  constructor(options: OptimizerOptions = {}) {
    checkOptimizerOptions(this.className, options);
    this.name = options.name ?? snakeCase(this.className);
    this.rate = options.learningRate ?? 0.001;
    this.weightDecay = options.weightDecay ?? undefined;
    this.useEma = options.useEma ?? false;
    this.emaMomentum = options.emaMomentum ?? 0.99;
    this.emaOverwriteFrequency = options.emaOverwriteFrequency ?? undefined;
    this.clip = { clipnorm: options.clipnorm, clipvalue: options.clipvalue, globalClipnorm: options.globalClipnorm };
  }

  /** Keras's class name, as files hold it. Classes of the library answer literally, since minifiers rename classes. */
  get className(): string {
    return this.constructor.name;
  }

  /** The learning rate; a new value takes effect with the next step. Throws RangeError unless finite and not negative. */
  get learningRate(): number {
    return this.rate;
  }

  set learningRate(rate: number) {
    if (!(Number.isFinite(rate) && rate >= 0)) throw refusal('set the learning rate: it', rate, 'a finite number, 0 or more');
    this.rate = rate;
    this.onLearningRate?.(rate);
  }

  /** Makes the slots of weights; a second call for the same weights, or for some of them, changes nothing. Throws for others. */
  build(weights: readonly Weight[]): void {
    this.builtFor ??= new Set(weights);
    const stranger = weights.find((weight) => !this.builtFor?.has(weight));
    if (stranger)
      throw new Error(`Cannot use ${this.name} for ${stranger.name}: it was built for other weights, these need an optimizer of their own`);
    if (this.useEma) for (const weight of weights) this.addSlot('average', weight);
  }

  /** The variable `name` beside a weight, of its shape and filled with `initial`; made when it is first asked for. Call it from `build`. */
  addSlot(name: string, weight: Weight, initial = 0): Variable {
    const known = this.findSlot(name, weight);
    if (known) return known;
    const variable = slotOf(weight, name);
    this.slots.push({ name, weight, variable, initial });
    return variable;
  }

  /** A slot that `build` made. Throws when there is none. */
  slot(name: string, weight: Weight): Variable {
    const variable = this.findSlot(name, weight);
    if (!variable) throw new Error(`Cannot update ${weight.name}: it has no slot ${name}, build() must make it by addSlot()`);
    return variable;
  }

  /** Makes a number that changes from step to step, f32 []; it is not saved, `restored` tells its value. */
  addState(name: string, initial: number): Variable {
    const variable = new Variable(name, [], { slab: 'state' });
    this.state.push({ variable, initial });
    return variable;
  }

  /** Traces what all updates of a step share. */
  prepare(): void {}

  /** Traces the update of one weight by its gradient, both of one shape, with `assign`; the learning rate is a scalar. */
  abstract update(gradient: Tensor, weight: Weight, learningRate: Tensor): void;

  /** Gives a variable a new value in the step that is being traced. */
  assign(variable: Variable, value: Tensor): void {
    assign(variable, value);
  }

  /** Traces a whole step: clipping, weight decay, updates, averages, constraints, counting. Weights without a gradient stay. */
  apply(gradients: readonly (Tensor | undefined)[], weights: readonly Weight[]): void {
    withScope(this.name, () => {
      this.checkGradients(gradients, weights);
      const shaped = gradients.map((gradient, i) => gradient && reshape(gradient, (weights[i] as Weight).shape));
      this.prepare();
      clipGradients(shaped, this.clip).forEach((gradient, i) => {
        this.applyTo(weights[i] as Weight, gradient);
      });
      assign(this.iterationsVariable, increment(this.iterationsVariable, 1));
    });
  }

  /** Traces the replacement of weights by their averages, which Keras does when training ends; without `useEma` nothing. */
  finalizeVariableValues(weights: readonly Weight[]): void {
    if (this.useEma) for (const weight of weights) assign(weight, toTensor(this.slot('average', weight)));
  }

  /** Takes weights out of the weight decay: those given, and those whose name contains one of `names`. */
  excludeFromWeightDecay({ weights = [], names = [] }: { readonly weights?: readonly Weight[]; readonly names?: readonly string[] }): void {
    this.excluded = (weight) => weights.includes(weight) || names.some((name) => weight.name.includes(name));
  }

  /** Everything that must be on the GPU, with first values. Complete after `build`. */
  get variables(): readonly OptimizerVariable[] {
    const own = [
      { variable: this.iterationsVariable, initial: this.iterations },
      { variable: this.learningRateVariable, initial: this.rate },
    ];
    return [...own, ...this.state, ...this.slots];
  }

  /** What files hold, in Keras's order: iteration, learning rate, averages, then slots as `build` made them. */
  get savedVariables(): readonly Variable[] {
    return [this.iterationsVariable, this.learningRateVariable, ...this.slots.map(({ variable }) => variable)];
  }

  /** Values after `iterations` steps of the variables that files do not hold. */
  restored(_iterations: number): readonly OptimizerVariable[] {
    return [];
  }

  /** Keras's configuration; subclasses add their own options to it. */
  getConfig(): Record<string, unknown> {
    return {
      name: this.name,
      learning_rate: this.rate,
      weight_decay: this.weightDecay ?? null,
      clipnorm: this.clip.clipnorm ?? null,
      global_clipnorm: this.clip.globalClipnorm ?? null,
      clipvalue: this.clip.clipvalue ?? null,
      use_ema: this.useEma,
      ema_momentum: this.emaMomentum,
      ema_overwrite_frequency: this.emaOverwriteFrequency ?? null,
      loss_scale_factor: null,
      gradient_accumulation_steps: null,
    };
  }

  private findSlot(name: string, weight: Weight): Variable | undefined {
    return this.slots.find((slot) => slot.name === name && slot.weight === weight)?.variable;
  }

  private checkGradients(gradients: readonly (Tensor | undefined)[], weights: readonly Weight[]): void {
    const without = weights.filter((_, i) => !gradients[i]).map(({ name }) => name);
    if (!without.length) return;
    if (without.length === weights.length)
      throw new Error('Cannot update the weights: the loss depends on none of them, it must be computed from an output of the model');
    if (!this.warned) console.warn(`The loss does not depend on these weights, which stay as they are: ${without.join(', ')}`);
    this.warned = true;
  }

  private applyTo(weight: Weight, gradient: Tensor | undefined): void {
    if (gradient) {
      const rate = toTensor(this.learningRateVariable);
      if (this.weightDecay && !this.excluded(weight)) assign(weight, subtract(weight, multiply(multiply(weight, this.weightDecay), rate)));
      this.update(gradient, weight, rate);
    }
    if (this.useEma) this.applyAverage(weight);
    if (gradient && weight.constraint) assign(weight, weight.constraint.call(toTensor(weight)));
  }

  private applyAverage(weight: Weight): void {
    const { emaMomentum: momentum, emaOverwriteFrequency: every = 0 } = this;
    const slot = this.slot('average', weight);
    const [average, value] = movingAverageUpdate([toTensor(slot), toTensor(weight)], toTensor(this.iterationsVariable), {
      momentum,
      every,
    });
    assign(slot, average);
    if (every) assign(weight, value);
  }
}
