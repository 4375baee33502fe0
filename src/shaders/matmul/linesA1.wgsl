// A as lines along k of any length: A[line, k] of a [batch, A_LINES, A_LENGTH] array. As linesA4.wgsl, four elements one by one.
alias LineA = u32;
alias SegmentA = vec2u;
const A_LINES: u32 = 1u;
const A_LENGTH: u32 = 1u;
const A_BATCH: u32 = 0u;
@group(0) @binding(0) var<storage, read> a: array<f32>;

fn lineA(batch: u32, line: u32) -> u32 {
  return batch * A_BATCH + min(line, A_LINES - 1u) * A_LENGTH;
}

fn segmentA(line: u32, segment: u32) -> vec2u {
  return vec2u(line, segment * SEGMENT);
}

fn fragmentA(at: vec2u, k: u32) -> vec4f {
  let last = vec4u(A_LENGTH - 1u);
  let own = vec4u(k, k + 1u, k + 2u, k + 3u);
  let i = vec4u(at.x) + min(vec4u(at.y) + own, last);
  let inside = (own < vec4u(SEGMENT)) & (vec4u(at.y) + own <= last);
  return select(vec4f(), vec4f(a[i.x], a[i.y], a[i.z], a[i.w]), inside);
}
