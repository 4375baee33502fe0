// a[o, i] = sum over r of dy[o, r, i]; b[o, i] = sum over r of dy[o, r, i] (x[o, r, i] - mean[o, r]) factor[o, r], in the order of r.
// dy, x: [OUTER, REDUCED, INNER]; mean, factor: [OUTER, REDUCED]; WIDTH neighbouring i are done at once. One invocation owns the two results of
// WIDTH neighbours.
const OUTER: u32 = 1u;
const REDUCED: u32 = 1u;
const INNER: u32 = 1u;
const WIDTH: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> dy: array<Value>;
@group(0) @binding(1) var<storage, read> x: array<Value>;
@group(0) @binding(2) var<storage, read> mean: array<f32>;
@group(0) @binding(3) var<storage, read> factor: array<f32>;

fn run(group: u32, lane: u32) {
  let index = (group * 64u + lane) * WIDTH;
  if (index >= OUTER * INNER) { return; }
  let first = index / INNER * REDUCED;
  var at = (first * INNER + index % INNER) / WIDTH;
  var total = Value();
  var products = Value();
  for (var row = first; row < first + REDUCED; row++) {
    let slope = dy[at];
    total += slope;
    products += slope * ((x[at] - mean[row]) * factor[row]);
    at += INNER / WIDTH;
  }
  epilogue(index, total, products);
}
