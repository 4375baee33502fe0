/** Where each tensor of a graph lives: in a variable's slab, in an external buffer, in a transient buffer, or nowhere. Asked by `fuse.ts`, `schedule.ts`, `emit.ts`. */
import { base, directOutputs, type Group, nodesOf, type Users } from './group.ts';
import { constantValue, placeholderName, readVariable, type Variable, writtenVariable } from './leaf.ts';
import { remembered } from './remembered.ts';
import type { Tensor } from './tensor.ts';

/** The home of a tensor that is stored. `buffer` names the GPU buffer it lies in. */
export type Home =
  | { readonly kind: 'variable'; readonly buffer: string; readonly variable: Variable }
  | { readonly kind: 'external'; readonly buffer: string }
  | { readonly kind: 'transient'; readonly buffer: string; readonly tensor: Tensor };

/** Name of the buffer that holds the variables of a slab. */
export function slabName(variable: Variable): string {
  return `slab:${variable.slab}:${variable.dtype}`;
}

/** Answers where tensors live, for the groups of one plan. */
export class Homes {
  private readonly users: Users;
  private readonly kept: ReadonlySet<Tensor>;

  /** `kept`: tensors (looked through views) that are read after the program has run. */
  constructor(users: Users, kept: ReadonlySet<Tensor>) {
    this.users = users;
    this.kept = kept;
  }

  /** The home of a tensor, `undefined` for constants, which live in the kernel's text. `group`: the group that makes it, for values that are assigned. */
  homeOf(tensor: Tensor, group?: Group): Home | undefined {
    const source = base(tensor);
    if (constantValue(source) !== undefined) return undefined;
    const name = placeholderName(source);
    if (name !== undefined) return { kind: 'external', buffer: `in:${name}` };
    const variable = readVariable(source) ?? writtenVariable(source) ?? this.assignedFrom(source, group);
    if (variable) return { kind: 'variable', buffer: slabName(variable), variable };
    return { kind: 'transient', buffer: `t${source.node.id}.${source.output}`, tensor: source };
  }

  /** The tensors that a group must write. */
  storedBy(group: Group): readonly Tensor[] {
    return [...directOutputs(group), ...this.storedByChain(group)];
  }

  /** Those of them that its main loop does not write itself. A value that is assigned in its own group is written once, to its variable. */
  storedByChain(group: Group): readonly Tensor[] {
    return remembered(this.stored, group, () => this.findStored(group));
  }

  private findStored(group: Group): readonly Tensor[] {
    const own = new Set(nodesOf(group));
    const leaves = (output: Tensor) => this.kept.has(output) || (this.users.get(output) ?? []).some((user) => !own.has(user));
    const direct = directOutputs(group);
    const chained = nodesOf(group).flatMap(({ outputs }) => outputs.filter((output) => !direct.includes(output)));
    return chained.filter((output) => writtenVariable(output) || (leaves(output) && !this.assignedFrom(output, group)));
  }

  /** The tensors that a group reads from buffers. */
  readBy(group: Group): readonly Tensor[] {
    const own = new Set(nodesOf(group));
    const inputs = nodesOf(group).flatMap((node) => node.inputs.map(base));
    return [...new Set(inputs)].filter((input) => !own.has(input.node) && constantValue(input) === undefined);
  }

  /** Slabs that a tensor lies in, or may lie in once it is known which values are written straight into a variable. */
  slabsOf(tensor: Tensor): readonly string[] {
    const source = base(tensor);
    const assigned = (this.users.get(source) ?? []).map((user) => writtenVariable(user.outputs[0] as Tensor));
    const variables = [readVariable(source), writtenVariable(source), ...assigned];
    return variables.filter((variable) => variable !== undefined).map(slabName);
  }

  private readonly assignments = new Map<Tensor, Variable>();
  private readonly stored = new WeakMap<Group, readonly Tensor[]>();

  /** Records, once groups are final, which values are written straight into a variable. */
  settle(groups: readonly Group[]): void {
    for (const group of groups) {
      const own = new Set(nodesOf(group));
      for (const node of group.nodes) {
        const variable = writtenVariable(node.outputs[0] as Tensor);
        const value = node.inputs[0] && base(node.inputs[0]);
        if (variable && value && own.has(value.node) && !this.assignments.has(value)) this.assignments.set(value, variable);
      }
    }
  }

  private assignedFrom(tensor: Tensor, group: Group | undefined): Variable | undefined {
    const settled = this.assignments.get(tensor);
    if (settled || !group) return settled;
    const own = new Set(nodesOf(group));
    const assignment = (this.users.get(tensor) ?? []).find((user) => own.has(user) && writtenVariable(user.outputs[0] as Tensor));
    return own.has(tensor.node) && assignment ? writtenVariable(assignment.outputs[0] as Tensor) : undefined;
  }
}
