/** Streams of batches: what may be one, what each batch becomes, and how streams fail and end. */
import { describe, expect, it, vi } from 'vitest';
import { array } from '../../../src/train/data/array.ts';
import type { Expected } from '../../../src/train/data/columns.ts';
import { isStream } from '../../../src/train/data/isStream.ts';
import { openStream, type Stream, type StreamSource } from '../../../src/train/data/streams.ts';

const input: Expected = { name: 'image', sample: [2] };
const output: Expected = { name: 'scores', sample: [3] };
const expected = { inputs: [input], outputs: [output] };

const x = new Float32Array([1, 2, 3, 4]);
const y = new Float32Array([0, 2]);

/** What a caller without types passes. */
function open(batches: unknown, what: Parameters<typeof openStream>[1] = expected): Promise<Stream> {
  return openStream(batches as StreamSource, what);
}

function once(...batches: unknown[]): () => Iterable<unknown> {
  return () => batches[Symbol.iterator]();
}

describe('isStream()', () => {
  it('is true of iterables and functions, not of arrays', () => {
    async function* generate() {
      yield [x];
    }
    for (const stream of [generate, generate(), once([x]), [[x]].values(), new Set()]) expect(isStream(stream)).toBe(true);
    for (const data of [x, [x], [1], array(x), { image: x }, 'text', null, undefined, 3]) expect(isStream(data)).toBe(false);
  });
});

describe('openStream()', () => {
  it('reads [x], [x, y] and [x, y, sampleWeight]', async () => {
    expect(await (await open(once([x]))).next()).toMatchObject({
      rows: 2,
      x: [{ name: 'image', sample: [2] }],
      y: undefined,
      sampleWeight: undefined,
    });
    expect(await (await open(once([x, y]))).next()).toMatchObject({
      rows: 2,
      y: [{ name: 'scores', sample: [] }],
      sampleWeight: undefined,
    });
    expect(await (await open(once([x, y, [1, 0.5]]))).next()).toMatchObject({ sampleWeight: [{ data: new Float32Array([1, 0.5]) }] });
  });

  it('takes what is no plain array as x', async () => {
    for (const bare of [x, array(x, [2, 2]), { image: x }])
      expect(await (await open(once(bare))).next()).toMatchObject({ rows: 2, y: undefined });
  });

  it('reads x alone where no outputs are expected', async () => {
    expect(await (await open(once([x, 'anything']), { inputs: [input] })).next()).toMatchObject({ rows: 2, y: undefined });
  });

  it('weighs classes', async () => {
    const batch = await (await open(once([x, y]), { ...expected, classWeight: { 2: 5 } })).next();
    expect(batch!.sampleWeight![0]!.data).toEqual(new Float32Array([1, 5]));
  });

  it('reads iterables, async iterables and functions that return them, to the end', async () => {
    async function* generate() {
      yield [x, y];
      yield [x.subarray(0, 2), y.subarray(0, 1)];
    }
    const batches = [
      [x, y],
      [x.subarray(0, 2), y.subarray(0, 1)],
    ];
    for (const source of [generate, generate(), batches.values(), () => batches.values(), async () => batches.values()]) {
      const stream = await open(source);
      expect([(await stream.next())?.rows, (await stream.next())?.rows]).toEqual([2, 1]);
      expect(await stream.next()).toBeUndefined();
      expect(await stream.next()).toBeUndefined();
    }
  });

  it('refuses functions that return no iterable', async () => {
    await expect(open(() => 3)).rejects.toThrow('its function returned a number, it must return an iterable');
    await expect(open(() => x)).rejects.toThrow('its function returned a Float32Array');
    await expect(open(() => undefined)).rejects.toThrow(TypeError);
  });

  it.each<[unknown, ErrorConstructor, string]>([
    [3, TypeError, 'batch 1: Cannot use the batch: it is a number, it must be [x], [x, y] or [x, y, sampleWeight]'],
    [[], RangeError, 'batch 1: Cannot use the batch: it is an array of 0'],
    [[x, y, y, y], RangeError, 'it is an array of 4'],
    [[new Float32Array(3), y], RangeError, 'batch 1: Cannot use x: it has 3 values, they must be a multiple of 2'],
    [[x, ['a', 'b']], TypeError, 'batch 1: y: Cannot make an array: [0] is a string'],
    [[x, new Float32Array(3)], RangeError, 'batch 1: Cannot use y: it has 3 values, 2 rows need 2 or 6'],
    [[x], RangeError, 'batch 1: Cannot use y: it is missing, it must be float32 in rows of [] as in the first batch'],
    [
      [x, new Float32Array(6)],
      RangeError,
      'Cannot use y: it is float32 in rows of [3], it must be float32 in rows of [] as in the first batch',
    ],
    [[new Uint8Array(4), y], RangeError, 'Cannot use x: it is bytes in rows of [2], it must be float32 in rows of [2]'],
    [[x, y, y], RangeError, 'Cannot use sampleWeight: it is float32 in rows of [], it must be missing as in the first batch'],
  ])('refuses %o as the second batch', async (batch, kind, message) => {
    const stream = await open(once([x, y], batch));
    await stream.next();
    const error: unknown = await stream.next().catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(kind);
    expect(String(error)).toContain(message);
  });

  it('refuses another sample shape where the input leaves it open', async () => {
    const open2 = await open(once([array(x, [2, 2])], [array(x, [1, 4])]), { inputs: [{ name: 'text', sample: [null] }] });
    await open2.next();
    await expect(open2.next()).rejects.toThrow('batch 1: Cannot use x: it is float32 in rows of [4], it must be float32 in rows of [2]');
  });

  it('passes on what the source throws, untouched, and is at its end then', async () => {
    const failure = new Error('no network');
    const source = {
      next: () => {
        throw failure;
      },
      return: vi.fn(),
    };
    const stream = await open({ [Symbol.iterator]: () => source });
    await expect(stream.next()).rejects.toBe(failure);
    expect(failure.message).toBe('no network');
    expect(await stream.next()).toBeUndefined();
    await stream.close();
    expect(source.return).not.toHaveBeenCalled();
  });
});

describe('close()', () => {
  it('ends the source once', async () => {
    const ended = vi.fn();
    function* generate() {
      try {
        for (;;) yield [x, y];
      } finally {
        ended();
      }
    }
    const stream = await open(generate);
    await stream.next();
    await stream.close();
    await stream.close();
    expect(ended).toHaveBeenCalledTimes(1);
    expect(await stream.next()).toBeUndefined();
  });

  it('works on sources without return() and after the end', async () => {
    const stream = await open({ [Symbol.iterator]: () => ({ next: () => ({ done: true, value: undefined }) }) });
    await stream.close();
    const ended = await open(once());
    expect(await ended.next()).toBeUndefined();
    await ended.close();
  });

  it('does not wait for a source that never yields', async () => {
    const stream = await open(async function* () {
      await new Promise(() => {});
      yield [x, y];
    });
    void stream.next();
    await stream.close();
  });

  it('yields nothing that arrives after it', async () => {
    let arrive: (batch: unknown) => void = () => {};
    const stream = await open(async function* () {
      yield await new Promise((resolve) => {
        arrive = resolve;
      });
    });
    const late = stream.next();
    await stream.close();
    arrive([x, y]);
    expect(await late).toBeUndefined();
  });
});
