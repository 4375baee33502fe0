// y[o] = combination over r of x[o, r], for GPUs: a workgroup of 64 owns one row, each invocation every 64th element, then a
// tree in workgroup memory. The order is fixed, so the result is the same in every run.
const OUTER: u32 = 1u;
const REDUCED: u32 = 64u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<f32>;
var<workgroup> partial: array<f32, 64>;

fn run(group: u32, lane: u32) {
  var result = identity();
  for (var r = lane; r < REDUCED; r += 64u) {
    result = combine(result, x[group * REDUCED + r]);
  }
  partial[lane] = result;
  workgroupBarrier();
  for (var half = 32u; half > 0u; half /= 2u) {
    if (lane < half) { partial[lane] = combine(partial[lane], partial[lane + half]); }
    workgroupBarrier();
  }
  if (lane == 0u) { epilogue(group, partial[0]); }
}
