// lineB: where a line begins, for a loop to keep. fragmentB: four neighbours of one line of B, a [batch, B_LINES, B_LENGTH] array of any length; 0 beyond the array.
const B_LINES: u32 = 1u;
const B_LENGTH: u32 = 1u;
const B_BATCH: u32 = 0u;
@group(0) @binding(0) var<storage, read> b: array<f32>;

fn lineB(batch: u32, line: u32) -> u32 {
  return batch * B_BATCH + min(line, B_LINES - 1u) * B_LENGTH;
}

fn fragmentB(start: u32, line: u32, at: u32) -> vec4f {
  let last = B_LENGTH - 1u;
  let value = vec4f(b[start + min(at, last)], b[start + min(at + 1u, last)], b[start + min(at + 2u, last)], b[start + min(at + 3u, last)]);
  let inside = vec4u(at, at + 1u, at + 2u, at + 3u) < vec4u(B_LENGTH);
  return select(vec4f(), value, inside & vec4<bool>(line < B_LINES));
}
