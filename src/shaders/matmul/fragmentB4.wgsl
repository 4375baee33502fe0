// Four neighbours of one line of B, a [batch, B_LINES, B_LENGTH] array whose lines are whole vectors; 0 beyond the array.
// B_EXACT: the tiles end where the array ends, nothing needs to be clamped.
const B_LINES: u32 = 1u;
const B_LENGTH: u32 = 4u;
const B_BATCH: u32 = 0u;
const B_EXACT: bool = false;
@group(0) @binding(0) var<storage, read> b: array<vec4f>;

fn fragmentB(batch: u32, line: u32, at: u32) -> vec4f {
  if (B_EXACT) { return b[(batch * B_BATCH + line * B_LENGTH + at) / 4u]; }
  let inside = line < B_LINES && at < B_LENGTH;
  let value = b[(batch * B_BATCH + min(line, B_LINES - 1u) * B_LENGTH + min(at, B_LENGTH - 4u)) / 4u];
  return select(vec4f(), value, inside);
}
