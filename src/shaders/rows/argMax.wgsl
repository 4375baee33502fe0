// y[r] = the index of the largest entry of row r, the first of equals. LANES invocations own row r. Joined with a file that gives rows, and alone or lanes.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
alias Value = f32;

fn ownRow(row: u32, lane: u32) {
  if (row >= ROWS) { return; }
  var best = entry(row, lane);
  var at = lane;
  for (var j = lane + LANES; j < COLUMNS; j += LANES) {
    let value = entry(row, j);
    if (value > best) { best = value; at = j; }
  }
  let top = maxOfLanes(best, lane);
  let first = -maxOfLanes(-f32(select(at, COLUMNS - 1u, best < top)), lane);
  if (lane == 0u) { epilogue(row, first); }
}
