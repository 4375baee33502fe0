// dx = factor (g - mean of g - c factor^2 mean of (g c)) for y = c factor gamma + beta, with c = x - mean, g = gamma dy, means over the row.
// Without CENTERED the mean counts as 0 and "mean of g" is left out (Ba et al. 2016; Zhang and Sennrich 2019). dy, x, dx: [ROWS, PITCH],
// gamma: [PITCH], all 0 from COLUMNS on; mean, factor: [ROWS]. One invocation owns one row. Joined with an across file.
const ROWS: u32 = 1u;
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
  let row = group * 64u + lane;
  if (row >= ROWS) { return; }
  let start = row * (PITCH / WIDTH);
  let center = mean[row];
  let scale = factor[row];
  var total = Element();
  var products = Element();
  for (var r = 0u; r < (COLUMNS + WIDTH - 1u) / WIDTH; r++) {
    let slope = gamma[r] * dy[start + r];
    total += slope;
    products += slope * (x[start + r] - center);
  }
  let a = select(0.0, across(total) / f32(COLUMNS), CENTERED);
  let b = across(products) / f32(COLUMNS) * scale * scale;
  for (var r = 0u; r < (COLUMNS + WIDTH - 1u) / WIDTH; r++) {
    let at = start + r;
    epilogue(at * WIDTH, inside((gamma[r] * dy[at] - a - (x[at] - center) * b) * scale, r));
  }
}
