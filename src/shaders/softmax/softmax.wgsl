// y[r, j] = exp(x[r, j] - max_r) / sum_r over the last axis. One invocation owns one row. Subtracting the maximum keeps exp in range.
// A row with NaN becomes NaN. Joined with keepNaN.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<f32>;

fn run(group: u32, lane: u32) {
  let row = group * 64u + lane;
  if (row >= ROWS) { return; }
  let start = row * COLUMNS;
  var top = x[start];
  for (var j = 1u; j < COLUMNS; j++) { top = max(top, x[start + j]); }
  var total = 0.0;
  for (var j = 0u; j < COLUMNS; j++) { total += keepNaN(exp(x[start + j] - top), x[start + j]); }
  for (var j = 0u; j < COLUMNS; j++) { epilogue(start + j, exp(x[start + j] - top) / total); }
}
