// B stored k-major, whole vectors: B[k, n] of a [batch, B_LINES, B_LENGTH] array of B_TOTAL elements. startB: where a column begins, for a loop to keep.
// vectorB: four neighbouring columns at one k. Beyond the segment another element of B is read, which counts for nothing: there A is 0, or the
// column is dropped; were that element NaN or infinite, NaN would come of it.
// B_EXACT: no tile goes beyond B.
const B_LENGTH: u32 = 4u;
const B_BATCH: u32 = 0u;
const B_TOTAL: u32 = 4u;
const B_EXACT: bool = false;
@group(0) @binding(0) var<storage, read> b: array<vec4f>;

fn startB(batch: u32, column: u32) -> u32 {
  return batch * B_BATCH + column;
}

fn vectorB(start: u32, segment: u32, k: u32) -> vec4f {
  let at = start + (segment * SEGMENT + k) * B_LENGTH;
  if (B_EXACT) { return b[at / 4u]; }
  return b[min(at, B_TOTAL - 4u) / 4u];
}
