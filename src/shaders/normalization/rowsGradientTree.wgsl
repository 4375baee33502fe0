// rowsGradient.wgsl for GPUs: a workgroup of 64 owns one row, each invocation every 64th element, with trees in workgroup memory. Joined with an
// across file and treeSum.
const COLUMNS: u32 = 1u;
const PITCH: u32 = 1u;
const CENTERED: bool = true;
alias Value = f32;
@group(0) @binding(0) var<storage, read> dy: array<Element>;
@group(0) @binding(1) var<storage, read> x: array<Element>;
@group(0) @binding(2) var<storage, read> gamma: array<Element>;
@group(0) @binding(3) var<storage, read> mean: array<f32>;
@group(0) @binding(4) var<storage, read> factor: array<f32>;

fn run(group: u32, lane: u32) {
  let start = group * (PITCH / WIDTH);
  let center = mean[group];
  let scale = factor[group];
  var total = Element();
  var products = Element();
  for (var r = lane; r < (COLUMNS + WIDTH - 1u) / WIDTH; r += 64u) {
    let slope = gamma[r] * dy[start + r];
    total += slope;
    products += slope * (x[start + r] - center);
  }
  var a = 0.0;
  if (CENTERED) { a = treeSum(lane, across(total)) / f32(COLUMNS); }
  let b = treeSum(lane, across(products)) / f32(COLUMNS) * scale * scale;
  for (var r = lane; r < (COLUMNS + WIDTH - 1u) / WIDTH; r += 64u) {
    let at = start + r;
    epilogue(at * WIDTH, inside((gamma[r] * dy[at] - a - (x[at] - center) * b) * scale, r));
  }
}
