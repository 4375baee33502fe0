// A stored k-major, whole vectors: A[k, m] of a [batch, A_LINES, A_LENGTH] array. placeA: four neighbours along m, for a loop to keep; those beyond the
// array are clamped, what they give is dropped. sliceA: a segment of k. fragmentA: the four neighbours at one k; 0 beyond the segment.
// A_EXACT: no loop goes beyond K.
alias PlaceA = u32;
alias SliceA = u32;
const A_LINES: u32 = 1u;
const A_LENGTH: u32 = 4u;
const A_BATCH: u32 = 0u;
const A_EXACT: bool = false;
@group(0) @binding(0) var<storage, read> a: array<vec4f>;

fn placeA(batch: u32, m: u32) -> u32 {
  return batch * A_BATCH + min(m, A_LENGTH - 4u);
}

fn sliceA(segment: u32) -> u32 {
  return segment * SEGMENT;
}

fn fragmentA(place: u32, slice: u32, k: u32) -> vec4f {
  if (A_EXACT) { return a[(place + (slice + k) * A_LENGTH) / 4u]; }
  let inside = (k < SEGMENT) & (slice + k < A_LINES);
  return select(vec4f(), a[(place + select(0u, slice + k, inside) * A_LENGTH) / 4u], inside);
}
