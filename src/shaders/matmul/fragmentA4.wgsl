// lineA: where a line begins, for a loop to keep. fragmentA: four neighbours of one line of A, a [batch, A_LINES, A_LENGTH] array whose lines are whole vectors; 0 beyond the array.
// A_EXACT: the tiles end where the array ends, nothing needs to be clamped.
const A_LINES: u32 = 1u;
const A_LENGTH: u32 = 4u;
const A_BATCH: u32 = 0u;
const A_EXACT: bool = false;
@group(0) @binding(0) var<storage, read> a: array<vec4f>;

fn lineA(batch: u32, line: u32) -> u32 {
  return batch * A_BATCH + min(line, A_LINES - 1u) * A_LENGTH;
}

fn fragmentA(start: u32, line: u32, at: u32) -> vec4f {
  if (A_EXACT) { return a[(start + at) / 4u]; }
  let value = a[(start + min(at, A_LENGTH - 4u)) / 4u];
  return select(vec4f(), value, line < A_LINES && at < A_LENGTH);
}
