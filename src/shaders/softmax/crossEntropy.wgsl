// loss[r] = sum_j y[r, j] (ln(sum_i exp(x[r, i])) - x[r, j]), from logits and a distribution per row. LANES invocations own row r.
// labels: [ROWS, COLUMNS]. Joined with exponentials and what it is joined with.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
alias Value = f32;
@group(0) @binding(3) var<storage, read> labels: array<f32>;

fn ownRow(row: u32, lane: u32) {
  if (row >= ROWS) { return; }
  let shift = unlessNaN(log(rowTotal), rowTotal);
  var loss = 0.0;
  for (var j = lane; j < COLUMNS; j += LANES) { loss += labels[row * COLUMNS + j] * (shift + (rowTop - entry(row, j))); }
  let total = sumOfLanes(loss, lane);
  if (lane == 0u) { epilogue(row, total); }
}
