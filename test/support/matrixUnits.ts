/** Matrix units without a device that has them: every invocation of 32 has two elements of each result, and of the operands what these need. */
import type { Profile, Tile } from '../../src/runtime/graph/profile.ts';
import { MATRICES } from '../../src/runtime/ops/matrices.ts';
import { TILED } from './gpu.ts';

/** What WGSL has for matrices, for the elements 2 i and 2 i + 1, row by row, of invocation i: a row of the left matrix, two columns of the right one. */
const FUNCTIONS = `
fn loadLeft(lane: u32, offset: u32, stride: u32) -> mat2x4f {
  var row: mat2x4f;
  for (var k = 0u; k < 8u; k++) { row[k / 4u][k % 4u] = staged[offset + k * stride + lane % 32u / 4u]; }
  return row;
}
fn loadRight(lane: u32, offset: u32, stride: u32) -> mat4x4f {
  var columns: mat4x4f;
  for (var i = 0u; i < 16u; i++) { columns[i / 4u][i % 4u] = staged[offset + i % 8u * stride + lane % 4u * 2u + i / 8u]; }
  return columns;
}
fn multiplyAccumulate(row: mat2x4f, columns: mat4x4f, sum: vec2f) -> vec2f {
  return sum + vec2f(dot(row[0], columns[0]) + dot(row[1], columns[1]), dot(row[0], columns[2]) + dot(row[1], columns[3]));
}
fn storeResult(lane: u32, offset: u32, value: vec2f, stride: u32) {
  let at = offset + lane % 32u / 4u * stride + lane % 4u * 2u;
  staged[at] = value.x;
  staged[at + 1u] = value.y;
}
`;

const REPLACED: readonly (readonly [RegExp, string])[] = [
  [/subgroup_matrix_left<f32,\s*8,\s*8>/g, 'mat2x4f'],
  [/subgroup_matrix_right<f32,\s*8,\s*8>/g, 'mat4x4f'],
  [/subgroup_matrix_result<f32,\s*8,\s*8>/g, 'vec2f'],
  [/subgroupMatrixLoad<Left,\s*col_major>\(&staged,/g, 'loadLeft(lane,'],
  [/subgroupMatrixLoad<Right,\s*row_major>\(&staged,/g, 'loadRight(lane,'],
  [/subgroupMatrixMultiplyAccumulate/g, 'multiplyAccumulate'],
  [/subgroupMatrixStore<row_major>\(&staged,/g, 'storeResult(lane,'],
];

function emulated(source: string): string {
  return REPLACED.reduce((text, [what, by]) => text.replaceAll(what, by), source) + FUNCTIONS;
}

const { lines, rows } = MATRICES.sources;
const emulatedFirst = ([loop, ...others]: readonly string[]) => [emulated(loop as string), ...others];

/** The main loop for matrix units, in WGSL that every device runs. */
export const EMULATED: Tile = { ...MATRICES, sources: { lines: emulatedFirst(lines), rows: emulatedFirst(rows) }, directives: undefined };

/** A GPU for large products that has matrix units. */
export const WITH_MATRICES: Profile = { ...TILED, matrices: EMULATED };
