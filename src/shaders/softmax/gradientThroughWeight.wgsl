// The gradient of a loss per row with respect to x, where the row is x weight + bias: dx[r, k] = sum over j of gradientAt(r, j) weight[k, j].
// A workgroup owns one row: each invocation computes the row's gradient, and every 64th k. Joined with rows/product, and with gradient or
// sparseGradient and what it is joined with.
const COLUMNS: u32 = 1u;
const INNER: u32 = 4u;
alias Value = f32;

fn run(row: u32, lane: u32) {
  openRow(row);
  let given = openGradient(row);
  let g0 = gradients(given, row, 0u);
  let g1 = gradients(given, row, 4u);
  let g2 = gradients(given, row, 8u);
  let g3 = gradients(given, row, 12u);
  for (var k = lane; k < INNER; k += 64u) {
    var sum = dot(g0, weightPart(k, 0u));
    if (COLUMNS > 4u) { sum += dot(g1, weightPart(k, 4u)); }
    if (COLUMNS > 8u) { sum += dot(g2, weightPart(k, 8u)); }
    if (COLUMNS > 12u) { sum += dot(g3, weightPart(k, 12u)); }
    epilogue(row * INNER + k, sum);
  }
}

// The gradient of four neighbours, 0 beyond the last.
fn gradients(given: RowGradient, row: u32, j: u32) -> vec4f {
  return vec4f(gradientOr0(given, row, j), gradientOr0(given, row, j + 1u), gradientOr0(given, row, j + 2u), gradientOr0(given, row, j + 3u));
}

fn gradientOr0(given: RowGradient, row: u32, j: u32) -> f32 {
  if (j >= COLUMNS) { return 0.0; }
  return gradientAt(given, row, j);
}
