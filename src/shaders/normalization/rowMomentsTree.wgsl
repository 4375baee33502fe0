// rowMoments.wgsl for GPUs: a workgroup of 64 owns one row, each invocation every 64th element, then a tree in workgroup memory. Joined with an
// across file and treeSum.
const COLUMNS: u32 = 1u;
const PITCH: u32 = 1u;
const CENTERED: bool = true;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<Element>;

fn run(group: u32, lane: u32) {
  let start = group * (PITCH / WIDTH);
  var mean = 0.0;
  if (CENTERED) {
    let origin = first(x[start]);
    var total = Element();
    for (var r = lane; r < (COLUMNS + WIDTH - 1u) / WIDTH; r += 64u) { total += inside(x[start + r] - origin, r); }
    mean = origin + treeSum(lane, across(total)) / f32(COLUMNS);
  }
  var squares = Element();
  for (var r = lane; r < (COLUMNS + WIDTH - 1u) / WIDTH; r += 64u) {
    let distance = inside(x[start + r] - mean, r);
    squares += distance * distance;
  }
  let spread = treeSum(lane, across(squares));
  if (lane == 0u) { epilogue(group, mean, spread / f32(COLUMNS)); }
}
