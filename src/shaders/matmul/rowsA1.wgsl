// A stored k-major, lines of any length: A[k, m] of a [batch, A_LINES, A_LENGTH] array. As rowsA4.wgsl, four elements one by one.
alias LineA = vec4u;
const A_LINES: u32 = 1u;
const A_LENGTH: u32 = 1u;
const A_BATCH: u32 = 0u;
@group(0) @binding(0) var<storage, read> a: array<f32>;

struct SegmentA {
  place: LineA,
  line: u32,
}

fn placeA(batch: u32, m: u32) -> LineA {
  return vec4u(batch * A_BATCH) + min(vec4u(m, m + 1u, m + 2u, m + 3u), vec4u(A_LENGTH - 1u));
}

fn segmentA(place: LineA, segment: u32) -> SegmentA {
  return SegmentA(place, segment * SEGMENT);
}

fn fragmentA(at: SegmentA, k: u32) -> vec4f {
  let inside = (k < SEGMENT) & (at.line + k < A_LINES);
  let i = at.place + vec4u(select(0u, at.line + k, inside) * A_LENGTH);
  return select(vec4f(), vec4f(a[i.x], a[i.y], a[i.z], a[i.w]), inside);
}
