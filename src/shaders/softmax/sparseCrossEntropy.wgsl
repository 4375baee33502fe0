// loss[r] = ln(sum_j exp(x[r, j])) - x[r, label_r], from logits, by way of the row's maximum. LANES invocations own row r.
// labels: [ROWS] class numbers as f32, checked on the host. Joined with exponentials and what it is joined with.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
alias Value = f32;
@group(0) @binding(3) var<storage, read> labels: array<f32>;

fn ownRow(row: u32, lane: u32) {
  if (row >= ROWS) { return; }
  let label = min(u32(labels[row]), COLUMNS - 1u);
  if (lane == 0u) { epilogue(row, unlessNaN(log(rowTotal), rowTotal) + (rowTop - entry(row, label))); }
}
