// y[r, j] = x[r, j] - max_r - ln(sum_r exp(x[r, j] - max_r)) over the last axis. LANES invocations own row r. A row with NaN becomes NaN.
// Joined with exponentials and what it is joined with.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
alias Value = f32;

fn ownRow(row: u32, lane: u32) {
  if (row >= ROWS) { return; }
  let shift = rowTop + unlessNaN(log(rowTotal), rowTotal);
  for (var j = lane; j < COLUMNS; j += LANES) { epilogue(row * COLUMNS + j, entry(row, j) - shift); }
}
