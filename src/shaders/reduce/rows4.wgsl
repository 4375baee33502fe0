// y[o] = combination over r of x[o, r], four neighbours at a time; REDUCED is a multiple of 4. One invocation owns one row.
const OUTER: u32 = 1u;
const REDUCED: u32 = 4u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<vec4f>;

fn run(group: u32, lane: u32) {
  let row = group * 64u + lane;
  if (row >= OUTER) { return; }
  var result = identity4();
  for (var r = 0u; r < REDUCED / 4u; r++) {
    result = combine4(result, x[row * (REDUCED / 4u) + r]);
  }
  epilogue(row, combine(combine(result.x, result.y), combine(result.z, result.w)));
}
