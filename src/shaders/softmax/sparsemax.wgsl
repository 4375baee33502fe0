// y[r, j] = max(x[r, j] - t_r, 0) over the last axis, with t_r such that the row sums to 1. LANES invocations own row r.
// t is found by Michelot's passes (1986): t = (sum of those above the last t - 1) / their number, until t does not grow; at most
// COLUMNS passes, mostly a few. The row's maximum is subtracted first, since 1 would be lost in large sums. A row with NaN becomes NaN.
// Martins and Astudillo 2016. Joined with a file that gives rows, and alone or lanes.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
alias Value = f32;

fn ownRow(row: u32, lane: u32) {
  if (row >= ROWS) { return; }
  var largest = entry(row, lane);
  for (var j = lane + LANES; j < COLUMNS; j += LANES) { largest = max(largest, entry(row, j)); }
  let top = maxOfLanes(largest, lane);
  var limit = -2.0;
  for (var turn = 0u; turn < COLUMNS; turn++) {
    var total = select(0.0, -1.0, lane == 0u);
    var count = 0.0;
    for (var j = lane; j < COLUMNS; j += LANES) {
      let z = entry(row, j) - top;
      let above = !(z <= limit);
      total += select(0.0, z, above);
      count += select(0.0, 1.0, above);
    }
    let next = sumOfLanes(total, lane) / sumOfLanes(count, lane);
    let settled = !(next > limit);
    limit = next;
    if (settled) { break; }
  }
  for (var j = lane; j < COLUMNS; j += LANES) {
    let z = entry(row, j) - top;
    epilogue(row * COLUMNS + j, select(z - limit, 0.0, z <= limit));
  }
}
