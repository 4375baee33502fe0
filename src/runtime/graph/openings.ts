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

/** The declarations of a step of an opening. */
export type Step = readonly Declaration[];

/** A kernel that has its rows from an opening. */
export interface Owner {
  /** Its function of a row. */
  readonly owner: string;
  /** The steps of the opening, whose buffers are named by `renames`. */
  readonly steps: readonly Step[];
  readonly ownedByGroups: boolean;
  readonly workgroups: number;
  readonly renames: ReadonlyMap<string, string>;
}

/** A step as it stands in the dispatch. */
interface Written {
  readonly key: string;
  /** What its declarations are called. */
  readonly names: ReadonlyMap<string, string>;
  readonly text: string;
}

interface Opening {
  readonly prefix: string;
  readonly ownedByGroups: boolean;
  readonly workgroups: number;
  readonly steps: Written[];
  /** Functions of a row, in the order of their calls. */
  readonly calls: string[];
}

/** The shared rows of one dispatch. */
export class Openings {
  private readonly list: Opening[] = [];

  /** Lets a kernel own its rows after the steps of its opening. The answer is what their declarations are called. */
  share({ owner, steps, ownedByGroups, workgroups, renames }: Owner): ReadonlyMap<string, string> {
    const names = new Map(renames);
    let opening: Opening | undefined;
    for (const step of steps) {
      const key = renamed(step, names);
      opening ??= this.list.find((one) => one.steps[0]?.key === key) ?? this.open(workgroups, ownedByGroups);
      const written = opening.steps.find((one) => one.key === key) ?? write(opening, step, key, names);
      for (const [name, own] of written.names) names.set(name, own);
    }
    opening?.calls.push(owner);
    return names;
  }

  /** A part for the kernels of each opening. */
  parts(): readonly Part[] {
    return this.list.map(({ prefix, ownedByGroups, workgroups, steps, calls }) => {
      const [row, lane] = ownedByGroups ? ['group', 'lane'] : [`group * ${WORKGROUP_SIZE}u + lane`, '0u'];
      const lines = calls.map((name) => `  ${name}(row, ${lane});`).join('\n');
      const run = `fn ${prefix}run(group: u32, lane: u32) {\n  let row = ${row};\n${lines}\n}`;
      return { memory: [], text: [...steps.map(({ text }) => text), run].join('\n'), run: `${prefix}run`, workgroups };
    });
  }

  private open(workgroups: number, ownedByGroups: boolean): Opening {
    const opening = { prefix: `rows${this.list.length}_`, ownedByGroups, workgroups, steps: [], calls: [] };
    this.list.push(opening);
    return opening;
  }
}

/** Adds a step to an opening under names of its own, with a call of the function that opens it, if it has one. */
function write({ prefix, steps, calls }: Opening, step: Step, key: string, earlier: ReadonlyMap<string, string>): Written {
  const own = steps.length ? `${prefix}${steps.length}_` : prefix;
  const names = new Map(step.map(({ name }) => [name, own + name] as const));
  const written = { key, names, text: renamed(step, new Map([...earlier, ...names])) };
  steps.push(written);
  const open = step.find(({ kind, name }) => kind === 'fn' && /^open[A-Z]/.test(name));
  if (open) calls.push(own + open.name);
  return written;
}
