/** Kernels that walk: few workgroups, each of which does the work of several. Used by `emit.ts` where software adapters run kernels beside others. */
import type { Part } from './openings.ts';
import type { Profile } from './profile.ts';

/** Workgroups of a kernel beside others: few, which walk, where the profile wants few. */
export function besideOthers(workgroups: number, { workgroupsBeside: few = Number.POSITIVE_INFINITY }: Profile): number {
  return workgroups < 3 * few ? workgroups : few;
}

/** A kernel with fewer workgroups, each of which does the work of several. */
export function walked(part: Part, groups: number): Part {
  const { run, workgroups, text } = part;
  if (groups === workgroups) return part;
  const each = Math.ceil(workgroups / groups);
  const walk = [
    `fn ${run}All(group: u32, lane: u32) {`,
    `  let end = min((group + 1u) * ${each}u, ${workgroups}u);`,
    `  for (var own = group * ${each}u; own < end; own++) { ${run}(own, lane); }`,
    '}',
  ].join('\n');
  return { ...part, text: `${text}\n${walk}`, run: `${run}All`, workgroups: groups };
}
