// What softmax needs of row r, ready after openExponentials(r): its largest entry, rowTop, and the sum of exp(entry - rowTop), rowTotal, which keeps
// exp in range. The sum of a row with NaN is NaN. Joined with a file that gives rows.
const COLUMNS: u32 = 1u;
var<private> rowTop: f32;
var<private> rowTotal: f32;

fn openExponentials(row: u32) {
  rowTop = entry(row, 0u);
  for (var j = 1u; j < COLUMNS; j++) { rowTop = max(rowTop, entry(row, j)); }
  rowTotal = 0.0;
  for (var j = 0u; j < COLUMNS; j++) {
    let value = entry(row, j);
    rowTotal += unlessNaN(exp(value - rowTop), value);
  }
}

// y, or x where x is NaN, by its bits, as keepNaN.wgsl: of single numbers, whatever the epilogue works on.
fn unlessNaN(y: f32, x: f32) -> f32 {
  return select(y, x, (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u);
}
