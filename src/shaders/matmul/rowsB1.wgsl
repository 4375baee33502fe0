// B stored k-major, lines of any length: B[k, n] of a [batch, B_LINES, B_LENGTH] array of B_TOTAL elements. As rowsB4.wgsl, four elements one by one.
const B_LENGTH: u32 = 1u;
const B_BATCH: u32 = 0u;
const B_TOTAL: u32 = 1u;
@group(0) @binding(0) var<storage, read> b: array<f32>;

fn startB(batch: u32, column: u32) -> u32 {
  return batch * B_BATCH + column;
}

fn vectorB(start: u32, segment: u32, k: u32) -> vec4f {
  let at = start + (segment * SEGMENT + k) * B_LENGTH;
  let i = min(vec4u(at, at + 1u, at + 2u, at + 3u), vec4u(B_TOTAL - 1u));
  return vec4f(b[i.x], b[i.y], b[i.z], b[i.w]);
}
