// lineA: where a line begins, for a loop to keep. fragmentA: four neighbours of one line of A, a [batch, A_LINES, A_LENGTH] array of any length; 0 beyond the array.
const A_LINES: u32 = 1u;
const A_LENGTH: u32 = 1u;
const A_BATCH: u32 = 0u;
@group(0) @binding(0) var<storage, read> a: array<f32>;

fn lineA(batch: u32, line: u32) -> u32 {
  return batch * A_BATCH + min(line, A_LINES - 1u) * A_LENGTH;
}

fn fragmentA(start: u32, line: u32, at: u32) -> vec4f {
  let last = A_LENGTH - 1u;
  let value = vec4f(a[start + min(at, last)], a[start + min(at + 1u, last)], a[start + min(at + 2u, last)], a[start + min(at + 3u, last)]);
  let inside = vec4u(at, at + 1u, at + 2u, at + 3u) < vec4u(A_LENGTH);
  return select(vec4f(), value, inside & vec4<bool>(line < A_LINES));
}
