// y[r] = the index of the largest entry of row r, the first of equals. One invocation owns one row. Joined with a file that gives rows.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
alias Value = f32;

fn run(group: u32, lane: u32) {
  let row = group * 64u + lane;
  openRow(row);
  if (row >= ROWS) { return; }
  var best = entry(row, 0u);
  var at = 0u;
  for (var j = 1u; j < COLUMNS; j++) {
    let value = entry(row, j);
    if (value > best) { best = value; at = j; }
  }
  epilogue(row, f32(at));
}
