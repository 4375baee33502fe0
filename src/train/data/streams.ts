/** Data that an iterable yields batch by batch, checked and shaped like arrays; next: the ring of buffers that a step reads from. */
import { kindOf } from '../describe.ts';
import { NDArray, type NumericArray } from './array.ts';
import { type ArrayData, type Column, type Data, type Expected, isRecord, toColumns } from './columns.ts';
import { isStream } from './isStream.ts';
import { type ClassWeight, weightColumns } from './weights.ts';

/** What a stream yields: `[x]`, `[x, y]` or `[x, y, sampleWeight]`; x alone where it is no plain array. */
export type StreamBatch =
  | readonly [x: Data]
  | readonly [x: Data, y: Data]
  | readonly [x: Data, y: Data, sampleWeight: Data]
  | NumericArray
  | NDArray
  | Readonly<Record<string, ArrayData>>;

/** Batches one after another. */
export type Batches = Iterable<StreamBatch> | AsyncIterable<StreamBatch>;

/** An iterable, or a function that makes one anew for every run over the data. */
export type StreamSource = Batches | (() => Batches | Promise<Batches>);

/** What the model expects of a stream. */
export interface StreamExpected {
  readonly inputs: readonly Expected[];
  /** Left out by `predict`, which reads x alone. */
  readonly outputs?: readonly Expected[] | undefined;
  readonly classWeight?: ClassWeight | undefined;
}

/** One checked batch. */
export interface Batch {
  readonly rows: number;
  readonly x: readonly Column[];
  /** `undefined` when the stream yields x alone. */
  readonly y: readonly Column[] | undefined;
  readonly sampleWeight: readonly Column[] | undefined;
}

/** An open stream, read by one reader. */
export interface Stream {
  /** The next batch, `undefined` at the end. Rejects with what the source throws, or with what is wrong with a batch (`batch 2: …`, counted from 0). */
  next(): Promise<Batch | undefined>;
  /** The source from its first batch, this stream being closed; the stream itself where the source can be read only once. */
  reopen(): Promise<Stream>;
  /** Tells the source that no more batches are wanted. Does not wait for one that is under way. */
  close(): Promise<void>;
}

/** Opens a stream. Rejects with TypeError when a function returns no iterable. */
export async function openStream(source: StreamSource, expected: StreamExpected): Promise<Stream> {
  return new CheckedStream(source, await iterate(source), expected);
}

class CheckedStream implements Stream {
  private readonly origin: StreamSource;
  private readonly source: Iterator<unknown> | AsyncIterator<unknown>;
  private readonly expected: StreamExpected;
  private first: Batch | undefined;
  private step = 0;
  private waiting = false;
  private ended = false;

  constructor(origin: StreamSource, source: Iterator<unknown> | AsyncIterator<unknown>, expected: StreamExpected, first?: Batch) {
    this.origin = origin;
    this.source = source;
    this.expected = expected;
    this.first = first;
  }

  async next(): Promise<Batch | undefined> {
    if (this.ended) return undefined;
    const { done, value } = await this.pull();
    if (done) this.ended = true;
    return this.ended ? undefined : this.check(value);
  }

  async reopen(): Promise<Stream> {
    const source = await iterate(this.origin);
    // Generators are their own iterators: closing one would end it for good.
    if (source === this.source) return this;
    await this.close();
    return new CheckedStream(this.origin, source, this.expected, this.first);
  }

  async close(): Promise<void> {
    if (this.ended) return;
    this.ended = true;
    const returned = Promise.resolve(this.source.return?.());
    // A generator that waits for data would answer only after that: its answer, and its failure, are of no use to anyone any more.
    if (this.waiting) returned.catch(() => {});
    else await returned;
  }

  private async pull(): Promise<IteratorResult<unknown>> {
    this.waiting = true;
    try {
      return await this.source.next();
    } catch (error) {
      this.ended = true;
      throw error;
    } finally {
      this.waiting = false;
    }
  }

  private check(value: unknown): Batch {
    const step = this.step++;
    try {
      const batch = toBatch(value, this.expected);
      this.first ??= batch;
      checkAlike(batch, this.first);
      return batch;
    } catch (error) {
      if (error instanceof Error) error.message = `batch ${step}: ${error.message}`;
      throw error;
    }
  }
}

async function iterate(source: StreamSource): Promise<Iterator<unknown> | AsyncIterator<unknown>> {
  const batches: unknown = typeof source === 'function' ? await source() : source;
  if (typeof batches === 'object' && batches !== null) {
    if (isAsync(batches)) return batches[Symbol.asyncIterator]();
    if (isStream(batches) && isSync(batches)) return batches[Symbol.iterator]();
  }
  throw new TypeError(
    `Cannot read stream: its function returned ${kindOf(batches)}, it must return an iterable or async iterable of batches`,
  );
}

function isAsync(value: object): value is AsyncIterable<unknown> {
  return Symbol.asyncIterator in value;
}

function isSync(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value;
}

function toBatch(value: unknown, { inputs, outputs, classWeight }: StreamExpected): Batch {
  const [xData, yData, weightData] = toTuple(value);
  const x = toColumns(xData, inputs, 'x');
  const rows = x[0]!.rows;
  if (outputs === undefined || yData === undefined) return { rows, x, y: undefined, sampleWeight: undefined };
  const y = toColumns(yData, outputs, 'y', rows);
  return { rows, x, y, sampleWeight: weightColumns({ y, outputs, sampleWeight: weightData, classWeight }) };
}

function toTuple(value: unknown): readonly unknown[] {
  if (ArrayBuffer.isView(value) || value instanceof NDArray || isRecord(value)) return [value];
  if (!Array.isArray(value))
    throw new TypeError(`Cannot use the batch: it is ${kindOf(value)}, it must be [x], [x, y] or [x, y, sampleWeight]`);
  if (value.length >= 1 && value.length <= 3) return value;
  throw new RangeError(`Cannot use the batch: it is an array of ${value.length}, it must be [x], [x, y] or [x, y, sampleWeight]`);
}

/** The step is compiled for the first batch: only the number of rows may change. */
function checkAlike(batch: Batch, first: Batch): void {
  for (const role of ['x', 'y', 'sampleWeight'] as const) {
    const [given, wanted] = [describe(batch[role]), describe(first[role])];
    if (given !== wanted) throw new RangeError(`Cannot use ${role}: it is ${given}, it must be ${wanted} as in the first batch`);
  }
}

function describe(columns: readonly Column[] | undefined): string {
  if (columns === undefined) return 'missing';
  return columns
    .map(({ data, sample }) => `${data instanceof Uint8Array ? 'bytes' : 'float32'} in rows of [${sample.join(',')}]`)
    .join(' and ');
}
