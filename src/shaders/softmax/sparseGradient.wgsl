// dx[r, j] = (softmax_j(x_r) - [j = label_r]) dy[r]: the gradient of sparseCrossEntropy with respect to its logits. labels: [ROWS].
// Joined with exponentials and what it is joined with, and rowScale or constantScale.
@group(0) @binding(3) var<storage, read> labels: array<f32>;

struct RowGradient {
  label: u32,
  scale: f32,
}

fn rowGradient(row: u32, lane: u32) -> RowGradient {
  return RowGradient(min(u32(labels[row]), COLUMNS - 1u), scaleOf(row));
}

fn gradientAt(given: RowGradient, row: u32, j: u32) -> f32 {
  return (exp(entry(row, j) - rowTop) / rowTotal - select(0.0, 1.0, j == given.label)) * given.scale;
}
