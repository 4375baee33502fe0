// What softmax needs of row r, ready after openExponentials(r, lane): its largest entry, rowTop, and the sum of exp(entry - rowTop), rowTotal, which keeps
// exp in range. The sum of a row with NaN is NaN. Joined with a file that gives rows, and alone or lanes.
const COLUMNS: u32 = 1u;
var<private> rowTop: f32;
var<private> rowTotal: f32;

fn openExponentials(row: u32, lane: u32) {
  var top = entry(row, lane);
  for (var j = lane + LANES; j < COLUMNS; j += LANES) { top = max(top, entry(row, j)); }
  rowTop = maxOfLanes(top, lane);
  var total = 0.0;
  for (var j = lane; j < COLUMNS; j += LANES) {
    let value = entry(row, j);
    total += unlessNaN(exp(value - rowTop), value);
  }
  rowTotal = sumOfLanes(total, lane);
}

// y, or x where x is NaN, by its bits, as keepNaN.wgsl: of single numbers, whatever the epilogue works on.
fn unlessNaN(y: f32, x: f32) -> f32 {
  return select(y, x, (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u);
}
