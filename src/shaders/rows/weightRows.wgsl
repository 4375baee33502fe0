// Columns j to j + 3 of rows k to k + 3 of a weight, a row in each column of the answer, loaded by every invocation. Joined with weightPart.
fn weightRows(row: u32, k: u32, j: u32) -> mat4x4f {
  return mat4x4f(weightPart(k, j), weightPart(k + 1u, j), weightPart(k + 2u, j), weightPart(k + 3u, j));
}
