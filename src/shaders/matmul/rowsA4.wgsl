// A stored k-major, whole vectors: A[k, m] of a [batch, A_LINES, A_LENGTH] array. placeA: four neighbours along m, for a loop to keep; those beyond the
// array are clamped, what they give is dropped. segmentA: the same for one segment of k. fragmentA: the
// four neighbours at one k; 0 beyond the segment.
// A_EXACT: no loop goes beyond K.
alias LineA = u32;
alias SegmentA = vec2u;
const A_LINES: u32 = 1u;
const A_LENGTH: u32 = 4u;
const A_BATCH: u32 = 0u;
const A_EXACT: bool = false;
@group(0) @binding(0) var<storage, read> a: array<vec4f>;

fn placeA(batch: u32, m: u32) -> LineA {
  return batch * A_BATCH + min(m, A_LENGTH - 4u);
}

fn segmentA(place: LineA, segment: u32) -> SegmentA {
  return vec2u(place, segment * SEGMENT);
}

fn fragmentA(at: SegmentA, k: u32) -> vec4f {
  if (A_EXACT) { return a[(at.x + (at.y + k) * A_LENGTH) / 4u]; }
  let inside = (k < SEGMENT) & (at.y + k < A_LINES);
  return select(vec4f(), a[(at.x + select(0u, at.y + k, inside) * A_LENGTH) / 4u], inside);
}
