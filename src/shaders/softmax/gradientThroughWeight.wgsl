// The gradient of a loss per row with respect to x, where the row is x weight + bias: dx[r, k] = sum over j of gradientAt(r, j) weight[k, j].
// A workgroup owns row r: each invocation computes the row's gradient, and every 64th k. Joined with rows/product, and with gradientQuads and
// what it is joined with.
const COLUMNS: u32 = 1u;
const INNER: u32 = 4u;
alias Value = f32;

fn run(row: u32, lane: u32) {
  openRow(row, 0u);
  openExponentials(row, 0u);
  openGradient(row, 0u);
  for (var k = lane; k < INNER; k += 64u) {
    var sum = dot(quads[0], weightPart(k, 0u));
    if (COLUMNS > 4u) { sum += dot(quads[1], weightPart(k, 4u)); }
    if (COLUMNS > 8u) { sum += dot(quads[2], weightPart(k, 8u)); }
    if (COLUMNS > 12u) { sum += dot(quads[3], weightPart(k, 12u)); }
    epilogue(row * INNER + k, sum);
  }
}
