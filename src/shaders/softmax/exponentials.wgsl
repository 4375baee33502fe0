// What softmax needs of row r: its largest entry, and the sum of exp(entry - largest), which keeps exp in range. The sum of a row with NaN is NaN.
// Joined with a file that gives rows.
struct Exponentials {
  top: f32,
  total: f32,
}

fn exponentials(row: u32) -> Exponentials {
  var top = entry(row, 0u);
  for (var j = 1u; j < COLUMNS; j++) { top = max(top, entry(row, j)); }
  var total = 0.0;
  for (var j = 0u; j < COLUMNS; j++) { total += unlessNaN(exp(entry(row, j) - top), entry(row, j)); }
  return Exponentials(top, total);
}

// y, or x where x is NaN, by its bits, as keepNaN.wgsl: of single numbers, whatever the epilogue works on.
fn unlessNaN(y: f32, x: f32) -> f32 {
  return select(y, x, (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u);
}
