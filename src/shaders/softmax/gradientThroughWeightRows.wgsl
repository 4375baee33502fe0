// gradientThroughWeight.wgsl where an invocation owns row r, four k at a time. Joined with the same files.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
const INNER: u32 = 4u;
alias Value = vec4f;

fn ownRow(row: u32, lane: u32) {
  for (var k = 0u; k < INNER; k += 4u) {
    var sums = quads[0] * weightRows(row, k, 0u);
    if (COLUMNS > 4u) { sums += quads[1] * weightRows(row, k, 4u); }
    if (COLUMNS > 8u) { sums += quads[2] * weightRows(row, k, 8u); }
    if (COLUMNS > 12u) { sums += quads[3] * weightRows(row, k, 12u); }
    if (row < ROWS) { epilogue(row * INNER + k, sums); }
  }
}
