/** What a model keeps beside its layers: the GPU side when there is one, values set before, and who may use it when. Held by `model.ts`. */
import type { Variable } from '../runtime/graph/leaf.ts';
import { sharedDevice } from './device.ts';
import { Engine } from './engine.ts';
import { DisposedError, FitRunningError } from './errors.ts';
import type { Layer } from './layers/layer.ts';
import { nextSeed } from './random.ts';

/** What `FinalizationRegistry` frees when a model is forgotten: it must not lead back to the model. */
const forgotten = new FinalizationRegistry<{ engine: Engine | undefined }>((held) => held.engine?.dispose());

/** The GPU side of one model. */
export class ModelState {
  private readonly name: string;
  private readonly held: { engine: Engine | undefined } = { engine: undefined };
  /** Values set before the GPU side exists. */
  private readonly pending = new Map<Variable, Float32Array | Uint32Array>();
  private readonly randomSeed = nextSeed();
  private training = false;
  private disposed = false;
  /** Ends the turn of the run that began last. */
  private readonly open: { test?: () => void; predict?: () => void } = {};
  private readonly turns = { test: Promise.resolve<unknown>(undefined), predict: Promise.resolve<unknown>(undefined) };

  constructor(owner: Layer) {
    this.name = owner.name;
    forgotten.register(owner, this.held);
  }

  /** The GPU side, where it exists. */
  get engine(): Engine | undefined {
    return this.held.engine;
  }

  /** The GPU side, made on first use. Rejects with DeviceLostError when its device is gone, DisposedError after `dispose`. */
  async ensure(owner: Layer): Promise<Engine> {
    this.requireLive();
    if (this.held.engine) {
      this.held.engine.device.check();
      return this.held.engine;
    }
    const device = await sharedDevice();
    this.held.engine ??= new Engine(device, owner, this.randomSeed, this.pending);
    this.held.engine.onOpen = (kind) => this.open[kind]?.();
    return this.held.engine;
  }

  /** Sets a variable; takes effect between two steps. After the loss of the device the model goes on from what is set, on a new one. */
  write(variable: Variable, values: Float32Array | Uint32Array): void {
    if (this.held.engine?.device.lost) this.held.engine = undefined;
    const { engine } = this.held;
    if (engine?.store.has(variable)) engine.store.write(variable, values);
    else this.pending.set(variable, values);
  }

  /** Frees the GPU side; everything after that is refused. */
  dispose(): void {
    this.held.engine?.dispose();
    this.held.engine = undefined;
    this.disposed = true;
  }

  /** Throws DisposedError after `dispose`. */
  requireLive(): void {
    if (this.disposed) throw new DisposedError(`Cannot use ${this.name}: it was disposed, make or load it again`);
  }

  /** Throws FitRunningError while a training call runs. */
  requireIdle(verb: string): void {
    this.requireLive();
    if (this.training) throw new FitRunningError(`Cannot ${verb} ${this.name}: fit() is running, wait for it or set stopTraining`);
  }

  /** Runs a training call; there is one at a time. */
  async whileTraining<T>(body: () => Promise<T>): Promise<T> {
    this.requireIdle('train');
    this.training = true;
    try {
      return await body();
    } catch (error) {
      // Whatever fails after dispose() fails because of it.
      this.requireLive();
      throw error;
    } finally {
      this.training = false;
    }
  }

  /** Runs tests one after the other, and predictions. A run in which code of the user runs lets the next begin: it may be waited for there. */
  inTurn<T>(kind: 'test' | 'predict', body: () => Promise<T>): Promise<T> {
    let open = () => {};
    const opened = new Promise<void>((resolve) => {
      open = resolve;
    });
    const result = this.turns[kind].then(() => {
      this.open[kind] = open;
      return body();
    });
    this.turns[kind] = Promise.race([opened, result.catch(() => undefined)]);
    return result;
  }
}
