// combineMoments.wgsl for GPUs: a workgroup of 64 owns the two results of four neighbouring i, each invocation every 64th set; both sums over the sets are
// trees of fixed order. INNER is a multiple of 4. Joined with tree4 of sums.
const REDUCED: u32 = 1u;
const INNER: u32 = 4u;
alias Value = vec4f;
@group(0) @binding(0) var<storage, read> means: array<vec4f>;
@group(0) @binding(1) var<storage, read> variances: array<vec4f>;

fn run(group: u32, lane: u32) {
  let index = group * 4u;
  let first = (index / INNER * REDUCED * INNER + index % INNER) / 4u;
  let origin = means[first];
  var total = vec4f();
  for (var r = lane; r < REDUCED; r += 64u) { total += means[first + r * (INNER / 4u)] - origin; }
  let mean = origin + tree4(lane, total) / f32(REDUCED);
  var spread = vec4f();
  for (var r = lane; r < REDUCED; r += 64u) {
    let at = first + r * (INNER / 4u);
    let distance = means[at] - mean;
    spread += variances[at] + distance * distance;
  }
  let all = tree4(lane, spread);
  if (lane == 0u) { epilogue(index, mean, all / f32(REDUCED)); }
}
