// y[o, i] = combination over r of x[o, r, i], in the order of r. One invocation owns one (o, i).
// x: [OUTER, REDUCED, INNER]. Joined with a combine file.
const OUTER: u32 = 1u;
const REDUCED: u32 = 1u;
const INNER: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<f32>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= OUTER * INNER) { return; }
  var at = index / INNER * REDUCED * INNER + index % INNER;
  var result = identity();
  for (var r = 0u; r < REDUCED; r++) {
    result = combine(result, x[at]);
    at += INNER;
  }
  epilogue(index, result);
}
