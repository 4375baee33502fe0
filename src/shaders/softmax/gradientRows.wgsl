// The gradient of a loss per row with respect to the entries of its row: dx[r, j] = gradientAt(r, j), and 0 from COLUMNS on. dx: [ROWS, PITCH].
// LANES invocations own row r.
// Joined with gradient or sparseGradient and what it is joined with.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
const PITCH: u32 = 1u;
alias Value = f32;

fn ownRow(row: u32, lane: u32) {
  if (row >= ROWS) { return; }
  let given = rowGradient(row, lane);
  for (var j = lane; j < PITCH; j += LANES) {
    var slope = 0.0;
    if (j < COLUMNS) { slope = gradientAt(given, row, j); }
    epilogue(row * PITCH + j, slope);
  }
}
