// The invocations of a workgroup that own a row together, each its entries lane, lane + 64, …: the sum and the largest of what they found, for all of them,
// by a tree in workgroup memory, so the same in every run. Called by all of them.
const LANES: u32 = 64u;
var<workgroup> lanes: array<f32, 64>;

fn sumOfLanes(x: f32, lane: u32) -> f32 {
  lanes[lane] = x;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { lanes[lane] += lanes[lane + half]; }
  }
  return workgroupUniformLoad(&lanes[0]);
}

fn maxOfLanes(x: f32, lane: u32) -> f32 {
  lanes[lane] = x;
  for (var half = 32u; half > 0u; half /= 2u) {
    workgroupBarrier();
    if (lane < half) { lanes[lane] = max(lanes[lane], lanes[lane + half]); }
  }
  return workgroupUniformLoad(&lanes[0]);
}
