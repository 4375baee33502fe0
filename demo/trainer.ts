/** One training at a time: started, paused, resumed and stopped by `main.ts`; what happens is told by `liveCallback.ts`. */
import type { Model } from 'webgpu-fit';
import { loadTest, loadTraining, makeNetwork } from './examples/mnist.ts';
import { Gate } from './gate.ts';
import { type Listener, LiveCallback } from './liveCallback.ts';
import type { Settings } from './settings.ts';

/** What is going on. */
export type Phase = 'idle' | 'loading' | 'training' | 'paused' | 'stopping';

/** Trains networks and keeps the last one. */
export class Trainer {
  /** The network in training or trained last. */
  model: Model | undefined;
  private readonly gate = new Gate();
  private readonly listener: Listener;
  private readonly onPhase: (phase: Phase) => void;
  private stopping = new AbortController();

  constructor(listener: Listener, onPhase: (phase: Phase) => void) {
    this.listener = listener;
    this.onPhase = onPhase;
  }

  /** Trains a new network to the end and returns whether it was stopped before; throws what `fit` throws. */
  async train(settings: Settings): Promise<{ stopped: boolean }> {
    this.stopping = new AbortController();
    const { signal } = this.stopping;
    this.onPhase('loading');
    try {
      const [digits, test] = await Promise.all([loadTraining(settings.images), loadTest(settings.testImages)]);
      signal.throwIfAborted();
      this.model = makeNetwork(settings.learningRate);
      this.onPhase('training');
      await this.model.fit(digits.images, digits.labels, {
        batchSize: settings.batchSize,
        epochs: settings.epochs,
        verbose: 0,
        validationData: [test.images, test.labels],
        callbacks: [new LiveCallback(this.listener, this.gate)],
        signal,
      });
    } catch (error) {
      if (!signal.aborted) throw error;
    } finally {
      this.gate.open();
      this.onPhase('idle');
    }
    return { stopped: signal.aborted };
  }

  /** Holds the training before its next step. */
  pause(): void {
    this.gate.close();
    this.onPhase('paused');
  }

  /** Goes on after a pause. */
  resume(): void {
    this.gate.open();
    this.onPhase('training');
  }

  /** Ends the training; the network stays as it is. */
  stop(): void {
    this.onPhase('stopping');
    this.stopping.abort();
    this.gate.open();
  }
}
