// mean[o, i] = sum over r of x[o, r, i] / REDUCED; variance[o, i] = sum over r of (x[o, r, i] - mean[o, i])^2 / REDUCED, in one pass in the order
// of r. x: [OUTER, REDUCED, INNER]; WIDTH neighbouring i are done at once. One invocation owns the two results of WIDTH neighbours.
// Everything is taken relative to the first row, so a mean that is large beside the deviation costs no digits: the first row's own distance from
// the mean is at most sqrt(REDUCED) deviations (Chan, Golub and LeVeque 1983, on shifted data). Joined with keepNaN: max()
// may drop NaN.
const OUTER: u32 = 1u;
const REDUCED: u32 = 1u;
const INNER: u32 = 1u;
const WIDTH: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<Value>;

fn run(group: u32, lane: u32) {
  let index = (group * 64u + lane) * WIDTH;
  if (index >= OUTER * INNER) { return; }
  var at = (index / INNER * REDUCED * INNER + index % INNER) / WIDTH;
  let origin = x[at];
  var total = Value();
  var squares = Value();
  for (var r = 0u; r < REDUCED; r++) {
    let distance = x[at] - origin;
    total += distance;
    squares += distance * distance;
    at += INNER / WIDTH;
  }
  let shift = total / f32(REDUCED);
  let variance = squares / f32(REDUCED) - shift * shift;
  epilogue(index, origin + shift, keepNaN(max(variance, Value()), variance));
}
