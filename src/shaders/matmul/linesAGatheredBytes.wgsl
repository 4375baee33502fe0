// A as lines along k: A[line, k] = A_SCALE x[order[offset + line], k], rows of a batch gathered from resident bytes, four to a word. As linesA4.wgsl.
// x: [rows, A_LENGTH] u8; order: [rows] u32; offset: one u32.
alias LineA = u32;
alias SegmentA = vec2u;
const A_LINES: u32 = 1u;
const A_LENGTH: u32 = 4u;
const A_SCALE: f32 = 1.0;
const A_EXACT: bool = false;
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read> offset: array<u32>;

fn bytesA(word: u32) -> vec4f {
  return vec4f(vec4i((vec4u(a[word]) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u))) * A_SCALE;
}

fn lineA(batch: u32, line: u32) -> u32 {
  return order[offset[0] + min(line, A_LINES - 1u)] * A_LENGTH;
}

fn segmentA(line: u32, segment: u32) -> vec2u {
  return vec2u(line + segment * SEGMENT, segment * SEGMENT);
}

fn fragmentA(at: vec2u, k: u32) -> vec4f {
  if (A_EXACT) { return bytesA((at.x + k) / 4u); }
  let inside = (k < SEGMENT) & (at.y + k < A_LENGTH);
  return select(vec4f(), bytesA(select(0u, at.x + k, inside) / 4u), inside);
}
