/** Which vertices of a graph without cycles lead to which, kept while vertices are merged. Used by `fuse.ts`, which must not make a cycle. */

/** A vertex; the numbers of all are small and differ. */
interface Vertex {
  readonly id: number;
}

/** The vertices after each: a bit for each in a row of its own. */
export class Reach<V extends Vertex> {
  private readonly rows = new Map<V, Uint32Array>();
  private readonly words: number;

  /** `after`: the vertices right after each, all with numbers below `count`. */
  constructor(after: ReadonlyMap<V, ReadonlySet<V>>, count: number) {
    this.words = Math.ceil(count / 32);
    for (const vertex of after.keys()) this.fill(vertex, after);
  }

  /** Whether `to` comes after `from`. */
  leads(from: V, to: V): boolean {
    return has(this.rows.get(from) as Uint32Array, to);
  }

  /** Puts `merged` in the place of two vertices, between which no third one lies. */
  merge(first: V, second: V, merged: V): void {
    const row = this.rows.get(first) as Uint32Array;
    unite(row, this.rows.get(second) as Uint32Array);
    for (const vertex of [first, second]) {
      clear(row, vertex);
      this.rows.delete(vertex);
    }
    this.rows.set(merged, row);
    for (const other of this.rows.values()) if (has(other, first) || has(other, second)) unite(set(other, merged), row);
  }

  /** Goes depth first by hand: chains are longer than the stack is deep. */
  private fill(start: V, after: ReadonlyMap<V, ReadonlySet<V>>): void {
    const stack = [start];
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = [...(after.get(top) ?? [])];
      const missing = this.rows.has(top) ? undefined : next.find((vertex) => !this.rows.has(vertex));
      if (missing) stack.push(missing);
      else {
        if (!this.rows.has(top)) this.rows.set(top, this.rowOf(next));
        stack.pop();
      }
    }
  }

  private rowOf(next: readonly V[]): Uint32Array {
    const row = new Uint32Array(this.words);
    for (const vertex of next) unite(set(row, vertex), this.rows.get(vertex) as Uint32Array);
    return row;
  }
}

function has(row: Uint32Array, { id }: Vertex): boolean {
  return (((row[id >>> 5] as number) >>> (id & 31)) & 1) === 1;
}

function set(row: Uint32Array, { id }: Vertex): Uint32Array {
  row[id >>> 5] = (row[id >>> 5] as number) | (1 << (id & 31));
  return row;
}

function clear(row: Uint32Array, { id }: Vertex): void {
  row[id >>> 5] = (row[id >>> 5] as number) & ~(1 << (id & 31));
}

function unite(row: Uint32Array, other: Uint32Array): void {
  for (let i = 0; i < row.length; i++) row[i] = (row[i] as number) | (other[i] as number);
}
