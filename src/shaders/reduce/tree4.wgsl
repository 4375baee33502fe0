// The combination of four values per invocation of a workgroup of 64, for all of them, by a tree of fixed order in workgroup memory. Called by all or
// none. Joined with a combine file.
var<workgroup> partial4: array<vec4f, 64>;

fn tree4(lane: u32, value: vec4f) -> vec4f {
  partial4[lane] = value;
  workgroupBarrier();
  for (var half = 32u; half > 0u; half /= 2u) {
    if (lane < half) { partial4[lane] = combine4(partial4[lane], partial4[lane + half]); }
    workgroupBarrier();
  }
  let all = partial4[0];
  workgroupBarrier();
  return all;
}
