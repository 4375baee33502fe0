// lineB: where a line begins, for a loop to keep. fragmentB: four neighbours of one line of B, a [batch, B_LINES, B_LENGTH] array whose lines are whole vectors; 0 beyond the array.
// B_EXACT: the tiles end where the array ends, nothing needs to be clamped.
const B_LINES: u32 = 1u;
const B_LENGTH: u32 = 4u;
const B_BATCH: u32 = 0u;
const B_EXACT: bool = false;
@group(0) @binding(0) var<storage, read> b: array<vec4f>;

fn lineB(batch: u32, line: u32) -> u32 {
  return batch * B_BATCH + min(line, B_LINES - 1u) * B_LENGTH;
}

fn fragmentB(start: u32, line: u32, at: u32) -> vec4f {
  if (B_EXACT) { return b[(start + at) / 4u]; }
  let value = b[(start + min(at, B_LENGTH - 4u)) / 4u];
  return select(vec4f(), value, line < B_LINES && at < B_LENGTH);
}
