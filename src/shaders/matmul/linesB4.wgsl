// B stored n-major, as lines along k, whole vectors: B[n, k] of a [batch, n, B_LENGTH] array of B_TOTAL elements. Joined with segmentsB or another
// file that says where matrices and segments begin.
// lineB: where a column's line begins, for a loop to keep. fragmentB: four neighbours along k. Beyond the segment another element of B is read, which
// counts for nothing: there A is 0, or the column is dropped; were that element NaN or infinite, NaN would come of it. B_EXACT: no tile goes beyond B.
const B_LENGTH: u32 = 4u;
const B_TOTAL: u32 = 4u;
const B_EXACT: bool = false;
@group(0) @binding(0) var<storage, read> b: array<vec4f>;

fn lineB(batch: u32, column: u32) -> u32 {
  return batchOfB(batch) + column * B_LENGTH;
}

fn fragmentB(line: u32, segment: u32, k: u32) -> vec4f {
  let at = line + segmentOfB(segment) + k;
  if (B_EXACT) { return b[at / 4u]; }
  return b[min(at, B_TOTAL - 4u) / 4u];
}
