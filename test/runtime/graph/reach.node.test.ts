/** Paths in graphs without cycles, before and after vertices are merged, against a search of all paths. */
import { describe, expect, it } from 'vitest';
import { Reach } from '../../../src/runtime/graph/reach.ts';

interface Vertex {
  readonly id: number;
}

type Graph = Map<Vertex, Set<Vertex>>;

/** A graph of `count` vertices whose edges lead to higher numbers, by a formula. */
function graphOf(count: number): Graph {
  const vertices = Array.from({ length: count }, (_, id) => ({ id }));
  const next = (id: number) => vertices.filter((other) => other.id > id && Math.sin(13 * id + 7 * other.id) > 0.8);
  return new Map(vertices.map((vertex) => [vertex, new Set(next(vertex.id))]));
}

function searched(graph: Graph, from: Vertex, to: Vertex): boolean {
  return [...(graph.get(from) ?? [])].some((next) => next === to || searched(graph, next, to));
}

function agree(graph: Graph, reach: Reach<Vertex>): void {
  for (const from of graph.keys()) {
    for (const to of graph.keys()) expect(reach.leads(from, to), `${from.id} to ${to.id}`).toBe(searched(graph, from, to));
  }
}

function merge(graph: Graph, first: Vertex, second: Vertex): Vertex {
  const merged = { id: second.id };
  const after = new Set([...(graph.get(first) ?? []), ...(graph.get(second) ?? [])]);
  for (const old of [first, second]) {
    after.delete(old);
    graph.delete(old);
  }
  for (const next of graph.values()) {
    const [left, right] = [next.delete(first), next.delete(second)];
    if (left || right) next.add(merged);
  }
  graph.set(merged, after);
  return merged;
}

describe('Reach', () => {
  it('knows all paths of a graph', () => {
    const graph = graphOf(40);
    agree(graph, new Reach(graph, 40));
  });

  it('keeps them when vertices are merged', () => {
    const graph = graphOf(40);
    const reach = new Reach(graph, 40);
    const between = (first: Vertex, second: Vertex) =>
      [...(graph.get(first) ?? [])].some((next) => next !== second && searched(graph, next, second));
    for (let step = 0; step < 12; step++) {
      const all = [...graph.keys()];
      const [first, second] = all
        .flatMap((a) => all.map((b) => [a, b] as const))
        .filter(([a, b]) => a !== b && !between(a, b) && !between(b, a))[step * 5] as readonly [Vertex, Vertex];
      reach.merge(first, second, merge(graph, first, second));
      agree(graph, reach);
    }
  });

  it('goes through long chains', () => {
    const vertices = Array.from({ length: 20_000 }, (_, id) => ({ id: id % 32 }));
    const graph = new Map(vertices.map((vertex, i) => [vertex, new Set(vertices.slice(i + 1, i + 2))]));
    const reach = new Reach(graph, 32);
    expect(reach.leads(vertices[0] as Vertex, vertices[40] as Vertex)).toBe(true);
    expect(reach.leads(vertices.at(-1) as Vertex, vertices[0] as Vertex)).toBe(false);
  });
});
