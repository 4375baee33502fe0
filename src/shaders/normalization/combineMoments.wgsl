// The mean and the variance of REDUCED sets of equal size from those of each set, in the order of r: mean[o, i] = mean over r of means[o, r, i],
// variance[o, i] = mean over r of variances[o, r, i] + (means[o, r, i] - mean[o, i])^2. Chan, Golub and LeVeque 1983, for equal sizes.
// means, variances: [OUTER, REDUCED, INNER]; WIDTH neighbouring i are done at once. One invocation owns the two results of WIDTH neighbours.
// The mean is taken relative to the first set's, as in columnMoments.wgsl.
const OUTER: u32 = 1u;
const REDUCED: u32 = 1u;
const INNER: u32 = 1u;
const WIDTH: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> means: array<Value>;
@group(0) @binding(1) var<storage, read> variances: array<Value>;

fn run(group: u32, lane: u32) {
  let index = (group * 64u + lane) * WIDTH;
  if (index >= OUTER * INNER) { return; }
  let first = (index / INNER * REDUCED * INNER + index % INNER) / WIDTH;
  let origin = means[first];
  var total = Value();
  for (var r = 0u; r < REDUCED; r++) { total += means[first + r * (INNER / WIDTH)] - origin; }
  let mean = origin + total / f32(REDUCED);
  var spread = Value();
  for (var r = 0u; r < REDUCED; r++) {
    let at = first + r * (INNER / WIDTH);
    let distance = means[at] - mean;
    spread += variances[at] + distance * distance;
  }
  epilogue(index, mean, spread / f32(REDUCED));
}
