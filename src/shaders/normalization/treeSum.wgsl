// The sum of one value per invocation of a workgroup of 64, for all of them, by a tree of fixed order in workgroup memory. Called by all or none.
var<workgroup> partial: array<f32, 64>;

fn treeSum(lane: u32, value: f32) -> f32 {
  partial[lane] = value;
  workgroupBarrier();
  for (var half = 32u; half > 0u; half /= 2u) {
    if (lane < half) { partial[lane] += partial[lane + half]; }
    workgroupBarrier();
  }
  let total = partial[0];
  workgroupBarrier();
  return total;
}
