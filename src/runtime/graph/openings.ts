/** Kernels of one dispatch that work on the same rows: they run one after another in the same invocations, which prepare a row once. Used by `emit.ts`. */
import { WORKGROUP_SIZE } from './profile.ts';
import { type Declaration, renamed } from './shader.ts';

/** A kernel, or several, in the WGSL of a dispatch. */
export interface Part {
  /** Its variables outside of functions, which all parts share: a workgroup runs one part. */
  readonly memory: readonly string[];
  readonly text: string;
  /** The function that a workgroup calls. */
  readonly run: string;
  readonly workgroups: number;
}

/** A kernel that has its rows from an opening. */
export interface Owner {
  /** Its function of a row. */
  readonly owner: string;
  /** The declarations of the opening, whose buffers are named by `renames` and `firsts`. */
  readonly shared: readonly Declaration[];
  readonly workgroups: number;
  readonly renames: ReadonlyMap<string, string>;
  readonly firsts: ReadonlyMap<string, number>;
}

interface Opening {
  readonly key: string;
  readonly prefix: string;
  readonly text: string;
  readonly workgroups: number;
  readonly owners: string[];
}

/** The shared rows of one dispatch. */
export class Openings {
  private readonly list: Opening[] = [];

  /** Lets a kernel own its rows after `openRow`. The answer is what the names of its opening begin with: equal for kernels that share one. */
  share({ owner, shared, workgroups, renames, firsts }: Owner): string {
    const key = renamed(shared, renames, firsts);
    const found = this.list.find((one) => one.key === key);
    found?.owners.push(owner);
    if (found) return found.prefix;
    const prefix = `rows${this.list.length}_`;
    const names = new Map([...renames, ...shared.map(({ name }) => [name, prefix + name] as const)]);
    this.list.push({ key, prefix, text: renamed(shared, names, firsts), workgroups, owners: [owner] });
    return prefix;
  }

  /** A part for the kernels of each opening. */
  parts(): readonly Part[] {
    return this.list.map(({ prefix, text, workgroups, owners }) => {
      const calls = [`${prefix}openRow`, ...owners].map((name) => `  ${name}(row);`).join('\n');
      const run = `fn ${prefix}run(group: u32, lane: u32) {\n  let row = group * ${WORKGROUP_SIZE}u + lane;\n${calls}\n}`;
      return { memory: [], text: `${text}\n${run}`, run: `${prefix}run`, workgroups };
    });
  }
}
