// mean[o] = sum over r of x[o, r] / COLUMNS; variance[o] = sum over r of (x[o, r] - mean[o])^2 / COLUMNS, in two passes. Without CENTERED the mean
// counts as 0, so the variance is the mean square. x: [ROWS, PITCH], 0 from COLUMNS on. One invocation owns one row. The mean is taken relative to the row's first
// value, so that a large one costs no digits. Joined with an across file.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
const PITCH: u32 = 1u;
const CENTERED: bool = true;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<Element>;

fn run(group: u32, lane: u32) {
  let row = group * 64u + lane;
  if (row >= ROWS) { return; }
  let start = row * (PITCH / WIDTH);
  var mean = 0.0;
  if (CENTERED) {
    let origin = first(x[start]);
    var total = Element();
    for (var r = 0u; r < (COLUMNS + WIDTH - 1u) / WIDTH; r++) { total += inside(x[start + r] - origin, r); }
    mean = origin + across(total) / f32(COLUMNS);
  }
  var squares = Element();
  for (var r = 0u; r < (COLUMNS + WIDTH - 1u) / WIDTH; r++) {
    let distance = inside(x[start + r] - mean, r);
    squares += distance * distance;
  }
  epilogue(row, mean, across(squares) / f32(COLUMNS));
}
