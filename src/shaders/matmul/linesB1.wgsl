// B stored n-major, as lines along k of any length: B[n, k] of a [batch, n, B_LENGTH] array of B_TOTAL elements. As linesB4.wgsl, four elements one by one.
const B_LENGTH: u32 = 1u;
const B_TOTAL: u32 = 1u;
@group(0) @binding(0) var<storage, read> b: array<f32>;

fn lineB(batch: u32, column: u32) -> u32 {
  return batchOfB(batch) + column * B_LENGTH;
}

fn fragmentB(line: u32, segment: u32, k: u32) -> vec4f {
  let at = line + segmentOfB(segment) + k;
  let i = min(vec4u(at, at + 1u, at + 2u, at + 3u), vec4u(B_TOTAL - 1u));
  return vec4f(b[i.x], b[i.y], b[i.z], b[i.w]);
}
