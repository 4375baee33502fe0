// y[r, j] = max(x[r, j] - t_r, 0) over the last axis, with t_r such that the row sums to 1. One invocation owns one row.
// t is found by Michelot's passes (1986): t = (sum of those above the last t - 1) / their number, until none falls below; at most
// COLUMNS passes, mostly a few. The row's maximum is subtracted first, since 1 would be lost in large sums. A row with NaN becomes NaN.
// Martins and Astudillo 2016.
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
  var limit = -2.0;
  for (var turn = 0u; turn < COLUMNS; turn++) {
    var total = -1.0;
    var count = 0.0;
    for (var j = 0u; j < COLUMNS; j++) {
      let z = x[start + j] - top;
      let above = !(z <= limit);
      total += select(0.0, z, above);
      count += select(0.0, 1.0, above);
    }
    let next = total / count;
    let settled = next == limit;
    limit = next;
    if (settled) { break; }
  }
  for (var j = 0u; j < COLUMNS; j++) {
    let z = x[start + j] - top;
    epilogue(start + j, select(z - limit, 0.0, z <= limit));
  }
}
