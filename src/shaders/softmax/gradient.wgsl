// dx[r, j] = (softmax_j(x_r) sum_i y[r, i] - y[r, j]) dy[r]: the gradient of crossEntropy with respect to its logits. labels: [ROWS, COLUMNS].
// Joined with exponentials and what it is joined with, and rowScale or constantScale.
@group(0) @binding(3) var<storage, read> labels: array<f32>;

struct RowGradient {
  mass: f32,
  scale: f32,
}

fn rowGradient(row: u32, lane: u32) -> RowGradient {
  var mass = 0.0;
  for (var j = lane; j < COLUMNS; j += LANES) { mass += labels[row * COLUMNS + j]; }
  return RowGradient(sumOfLanes(mass, lane), scaleOf(row));
}

fn gradientAt(given: RowGradient, row: u32, j: u32) -> f32 {
  return (exp(entry(row, j) - rowTop) / rowTotal * given.mass - labels[row * COLUMNS + j]) * given.scale;
}
