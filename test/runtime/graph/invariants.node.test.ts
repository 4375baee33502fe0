/** What holds for the plan of every graph, tried on random ones. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base, type Group, nodesOf } from '../../../src/runtime/graph/group.ts';
import { readVariable, writtenVariable } from '../../../src/runtime/graph/leaf.ts';
import type { Pack } from '../../../src/runtime/graph/schedule.ts';
import type { Tensor } from '../../../src/runtime/graph/tensor.ts';
import { type TransientPlace, transientBytes } from '../../../src/runtime/graph/transients.ts';
import { planOf, type Stages, stagesOf } from './planning.ts';
import { buildGraph, type RandomGraph, randomSteps } from './randomGraph.ts';

/** Bytes of the largest buffer: some tensors of the graphs are larger than some. */
const CAPACITIES = [256, 384, 512, 1024, Number.POSITIVE_INFINITY];

function forEveryGraph(check: (graph: RandomGraph, profile: 'software' | 'gpu', largestBuffer: number) => void): void {
  const profiles = fc.constantFrom('software' as const, 'gpu' as const);
  fc.assert(
    fc.property(randomSteps(40), profiles, fc.constantFrom(...CAPACITIES), (steps, profile, capacity) =>
      check(buildGraph(steps), profile, capacity),
    ),
    { numRuns: 200, seed: 20 },
  );
}

/** The pack in which each group runs. */
function times(packs: readonly Pack[]): (group: Group) => number {
  const time = new Map(packs.flatMap((pack, i) => pack.map((group) => [group, i] as const)));
  return (group) => time.get(group) as number;
}

interface Life {
  readonly first: number;
  readonly last: number;
  readonly bytes: number;
}

/** The first and last pack that uses each transient tensor. */
function lives({ packs, homes, kept }: Stages): Map<string, Life> {
  const found = new Map<string, Life>();
  const use = (tensor: Tensor, at: number) => {
    const home = homes.homeOf(tensor);
    if (home?.kind !== 'transient') return;
    const life = found.get(home.buffer) ?? { first: at, last: at };
    found.set(home.buffer, {
      bytes: transientBytes(home.tensor),
      first: Math.min(life.first, at),
      last: kept.has(home.tensor) ? packs.length : Math.max(life.last, at),
    });
  };
  packs.forEach((pack, at) => {
    for (const group of pack) for (const tensor of [...homes.storedBy(group), ...homes.readBy(group)]) use(tensor, at);
  });
  return found;
}

describe('every plan', () => {
  it('binds at most 8 buffers per dispatch, and one that is written by one binding only', () => {
    forEveryGraph(({ outputs, writes }, profile, largestBuffer) => {
      for (const { bindings } of planOf({ outputs, writes, profile, largestBuffer }).dispatches) {
        expect(bindings.length).toBeLessThanOrEqual(8);
        for (const { buffer, access } of bindings) {
          if (access === 'read_write') expect(bindings.filter((binding) => binding.buffer === buffer)).toHaveLength(1);
        }
      }
    });
  });

  it('writes every value before it is read, and once', () => {
    forEveryGraph(({ outputs, writes }, profile) => {
      const { packs, homes } = stagesOf({ outputs, writes, profile });
      const time = times(packs);
      const writers = new Map<Tensor, Group>();
      for (const group of packs.flat()) {
        for (const tensor of homes.storedBy(group)) {
          expect(writers.has(tensor)).toBe(false);
          writers.set(tensor, group);
        }
      }
      for (const group of packs.flat()) {
        for (const tensor of homes.readBy(group)) {
          if (tensor.node.op.form.kind === 'leaf') continue;
          const home = homes.homeOf(tensor);
          const maker = packs.flat().find((other) => nodesOf(other).includes(tensor.node)) as Group;
          expect(time(maker)).toBeLessThan(time(group));
          expect(writers.has(tensor) || home?.kind === 'variable').toBe(true);
        }
      }
    });
  });

  it('overwrites a variable after every reader of its old value, and once', () => {
    forEveryGraph(({ outputs, writes }, profile) => {
      const { packs } = stagesOf({ outputs, writes, profile });
      const time = times(packs);
      const assignments = packs.flat().flatMap((group) =>
        group.nodes.flatMap((node) => {
          const variable = writtenVariable(node.outputs[0] as Tensor);
          return variable ? [{ variable, group }] : [];
        }),
      );
      expect(new Set(assignments.map(({ variable }) => variable)).size).toBe(assignments.length);
      for (const { variable, group } of assignments) {
        const readers = packs
          .flat()
          .filter((other) => nodesOf(other).some(({ inputs }) => inputs.some((input) => readVariable(base(input)) === variable)));
        for (const reader of readers) expect(reader === group || time(reader) < time(group)).toBe(true);
      }
    });
  });

  it('respects the order between groups, and runs each group once', () => {
    forEveryGraph(({ outputs, writes }, profile) => {
      const { groups, before, packs } = stagesOf({ outputs, writes, profile });
      const time = times(packs);
      expect(packs.flat().toSorted((a, b) => a.id - b.id)).toEqual([...groups]);
      for (const group of groups) for (const earlier of before.get(group) ?? []) expect(time(earlier)).toBeLessThan(time(group));
    });
  });

  it('gives values that live at the same time different places', () => {
    forEveryGraph(({ outputs, writes }, profile, largestBuffer) => {
      const stages = stagesOf({ outputs, writes, profile, largestBuffer });
      const spans = [...lives(stages)].map(([buffer, life]) => {
        const { slot, first } = stages.transients.placeOf.get(buffer) as TransientPlace;
        expect(first % 256).toBe(0);
        expect(first + life.bytes).toBeLessThanOrEqual(stages.transients.sizes[slot] as number);
        return { ...life, slot, begin: first, end: first + life.bytes };
      });
      for (const [i, a] of spans.entries()) {
        for (const b of spans.slice(i + 1)) {
          if (a.slot === b.slot && a.begin < b.end && b.begin < a.end) expect(a.last < b.first || b.last < a.first).toBe(true);
        }
      }
    });
  });

  it('makes no buffer of several values larger than the device allows', () => {
    forEveryGraph(({ outputs, writes }, profile, largestBuffer) => {
      const stages = stagesOf({ outputs, writes, profile, largestBuffer });
      const largest = Math.max(0, ...[...lives(stages).values()].map(({ bytes }) => bytes));
      for (const size of stages.transients.sizes) expect(size).toBeLessThanOrEqual(Math.max(largest, largestBuffer));
    });
  });

  it('finds every output', () => {
    forEveryGraph(({ outputs, writes }, profile) => {
      const plan = planOf({ outputs, writes, profile });
      for (const output of outputs) expect(plan.find(output).buffer).toMatch(/^(slot:\d+|slab:.*|in:.*)$/);
    });
  });

  it('can keep every node', () => {
    forEveryGraph(({ outputs, writes, computed }, profile) => {
      const plan = planOf({ outputs, writes, keep: computed, profile });
      for (const tensor of computed) expect(plan.find(tensor).buffer).toMatch(/^(slot:\d+|slab:.*|in:.*)$/);
    });
  });
});
