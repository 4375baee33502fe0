// lineA: where a line begins, for a loop to keep. fragmentA: four neighbours of one line of A = A_SCALE x[order[offset + line]], rows of a batch gathered from resident bytes, four to a word; 0 beyond the array.
// x: [rows, A_LENGTH]; order: [rows] u32; offset: one u32. A_EXACT: the tiles end where the array ends, nothing needs to be clamped.
const A_LINES: u32 = 1u;
const A_LENGTH: u32 = 4u;
const A_SCALE: f32 = 1.0;
const A_EXACT: bool = false;
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read> offset: array<u32>;

fn lineA(batch: u32, line: u32) -> u32 {
  return order[offset[0] + min(line, A_LINES - 1u)] * A_LENGTH;
}

fn fragmentA(start: u32, line: u32, at: u32) -> vec4f {
  if (A_EXACT) { return vec4f((vec4u(a[(start + at) / 4u]) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u)) * A_SCALE; }
  let value = vec4f((vec4u(a[(start + min(at, A_LENGTH - 4u)) / 4u]) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u)) * A_SCALE;
  return select(vec4f(), value, line < A_LINES && at < A_LENGTH);
}
