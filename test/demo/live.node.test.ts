/** What the page shows while training: values of the last steps, curves, speed, and the gate that holds training back. */
import { describe, expect, it } from 'vitest';
import { Curve } from '../../demo/curve.ts';
import { Gate } from '../../demo/gate.ts';
import { LiveCallback, type Values } from '../../demo/liveCallback.ts';
import { StepRate } from '../../demo/stepRate.ts';

function liveCallback() {
  const told: [number, Values][] = [];
  const gate = new Gate();
  const listener = { onStep: () => {}, onValues: (at: number, values: Values) => void told.push([at, values]), onEpoch: () => {} };
  const callback = new LiveCallback(listener, gate);
  callback.setParams({ verbose: 0, epochs: 2, steps: 10 });
  return { callback, gate, told };
}

describe('LiveCallback', () => {
  it('takes the steps before out of the running means', () => {
    const { callback, told } = liveCallback();
    callback.onEpochBegin(0);
    callback.onTrainBatchEnd(1, { loss: 4 }); // two steps of 4
    callback.onTrainBatchEnd(3, { loss: 3 }); // and two of 2
    callback.onEpochBegin(1);
    callback.onTrainBatchEnd(4, { loss: 1 });
    expect(told).toEqual([
      [0.2, { loss: 4 }],
      [0.4, { loss: 2 }],
      [1.5, { loss: 1 }],
    ]);
  });

  it('does not make training wait for its logs', () => {
    expect(liveCallback().callback.asyncSafe).toBe(true);
  });

  it('holds the next step while the gate is closed', async () => {
    const { callback, gate } = liveCallback();
    expect(callback.onTrainBatchBegin(0)).toBeUndefined();
    gate.close();
    const held = callback.onTrainBatchBegin(1);
    const first = await Promise.race([held?.then(() => 'step'), new Promise((resolve) => setTimeout(resolve, 20, 'nothing'))]);
    expect(first).toBe('nothing');
    gate.open();
    await held;
    expect(callback.onTrainBatchBegin(2)).toBeUndefined();
  });
});

describe('Gate', () => {
  it('keeps those who wait through a second close', async () => {
    const gate = new Gate();
    gate.close();
    const held = gate.pass();
    gate.close();
    expect(gate.isClosed).toBe(true);
    gate.open();
    await held;
    expect(gate.isClosed).toBe(false);
  });
});

describe('Curve', () => {
  it('smooths the training and leaves the validation as it is', () => {
    const curve = new Curve();
    curve.smoothing = 0.5;
    curve.addTraining(0.5, 8);
    curve.addTraining(1, 4);
    curve.addValidation(1, 5);
    expect(curve.data).toEqual([
      [0, 0.5, 1, 1],
      [null, 8, 4, null],
      [null, 8, 6, null],
      [null, null, null, 5],
    ]);
  });

  it('smooths again what is there when the smoothing changes', () => {
    const curve = new Curve();
    curve.addTraining(0.5, 8);
    curve.addTraining(1, 4);
    curve.smoothing = 0;
    expect(curve.data[2]).toEqual([null, 8, 4]);
  });

  it('leaves a gap where a value is no number', () => {
    const curve = new Curve();
    curve.smoothing = 0;
    curve.addTraining(0.5, 8);
    curve.addTraining(1, Number.NaN);
    expect(curve.data[1]).toEqual([null, 8, null]);
    expect(curve.at()).toEqual({ training: 8, validation: undefined });
  });

  it('tells the newest values at a row', () => {
    const curve = new Curve();
    curve.addTraining(0.5, 8);
    curve.addValidation(1, 5);
    curve.addValidation(2, 4);
    expect(curve.at(2)).toEqual({ training: 8, validation: 5 });
    expect(curve.at()).toEqual({ training: 8, validation: 4 });
    curve.clear();
    expect(curve.at()).toEqual({ training: undefined, validation: undefined });
  });
});

describe('StepRate', () => {
  it('counts the steps of the last second', () => {
    const rate = new StepRate();
    for (let now = 0; now <= 2000; now += 10) rate.count(now, false);
    expect(rate.value).toBeCloseTo(100, 5);
  });

  it('leaves out pauses and validation', () => {
    const rate = new StepRate();
    for (let now = 0; now <= 1000; now += 10) rate.count(now, false);
    rate.count(9000, true);
    for (let now = 9010; now <= 10_100; now += 10) rate.count(now, false);
    expect(rate.value).toBeCloseTo(100, 5);
  });

  it('tells nothing before there is something to tell', () => {
    const rate = new StepRate();
    rate.count(0, false);
    rate.count(10, false);
    expect(rate.value).toBeUndefined();
  });
});
