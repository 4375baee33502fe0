// A as lines along k, whole vectors: A[line, k] of a [batch, A_LINES, A_LENGTH] array. lineA: where a line begins, for a loop to keep; lines beyond the
// array are clamped, what they give is dropped. segmentA: the same for one segment of k. fragmentA: four neighbours along k; 0 beyond the segment.
// A_EXACT: no loop goes beyond K.
alias LineA = u32;
alias SegmentA = vec2u;
const A_LINES: u32 = 1u;
const A_LENGTH: u32 = 4u;
const A_BATCH: u32 = 0u;
const A_EXACT: bool = false;
@group(0) @binding(0) var<storage, read> a: array<vec4f>;

fn lineA(batch: u32, line: u32) -> u32 {
  return batch * A_BATCH + min(line, A_LINES - 1u) * A_LENGTH;
}

fn segmentA(line: u32, segment: u32) -> vec2u {
  return vec2u(line + segment * SEGMENT, segment * SEGMENT);
}

fn fragmentA(at: vec2u, k: u32) -> vec4f {
  if (A_EXACT) { return a[(at.x + k) / 4u]; }
  let inside = (k < SEGMENT) & (at.y + k < A_LENGTH);
  return select(vec4f(), a[select(0u, at.x + k, inside) / 4u], inside);
}
