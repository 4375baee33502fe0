// a[o, i] = sum over r of dy[o, r, i]; b[o, i] = sum over r of dy[o, r, i] (x[o, r, i] - mean[o / SLICES, i]), in the order of r.
// dy, x: [OUTER, REDUCED, INNER]; mean: [OUTER / SLICES, INNER]; WIDTH neighbouring i are done at once. One invocation owns the two results of
// WIDTH neighbours.
const OUTER: u32 = 1u;
const REDUCED: u32 = 1u;
const INNER: u32 = 1u;
const SLICES: u32 = 1u;
const WIDTH: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> dy: array<Value>;
@group(0) @binding(1) var<storage, read> x: array<Value>;
@group(0) @binding(2) var<storage, read> mean: array<Value>;

fn run(group: u32, lane: u32) {
  let index = (group * 64u + lane) * WIDTH;
  if (index >= OUTER * INNER) { return; }
  let column = index % INNER;
  let slice = index / INNER;
  let center = mean[(slice / SLICES * INNER + column) / WIDTH];
  var at = (slice * REDUCED * INNER + column) / WIDTH;
  var total = Value();
  var products = Value();
  for (var r = 0u; r < REDUCED; r++) {
    let slope = dy[at];
    total += slope;
    products += slope * (x[at] - center);
    at += INNER / WIDTH;
  }
  epilogue(index, total, products);
}
