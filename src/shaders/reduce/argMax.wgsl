// y[o] = the index of the largest x[o, r], the first of equals. One invocation owns one row.
const OUTER: u32 = 1u;
const REDUCED: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<f32>;

fn run(group: u32, lane: u32) {
  let row = group * 64u + lane;
  if (row >= OUTER) { return; }
  var best = x[row * REDUCED];
  var at = 0u;
  for (var r = 1u; r < REDUCED; r++) {
    let value = x[row * REDUCED + r];
    if (value > best) { best = value; at = r; }
  }
  epilogue(row, f32(at));
}
