// dx[r, j] = (softmax_j(x_r) - [j = label_r]) dy[r]: the gradient of sparseCrossEntropy with respect to its logits. labels: [ROWS].
// Joined with exponentials and what it is joined with, and rowScale or constantScale.
@group(0) @binding(3) var<storage, read> labels: array<f32>;

struct RowGradient {
  sums: Exponentials,
  label: u32,
  scale: f32,
}

fn openGradient(row: u32) -> RowGradient {
  return RowGradient(exponentials(row), min(u32(labels[row]), COLUMNS - 1u), scaleOf(row));
}

fn gradientAt(given: RowGradient, row: u32, j: u32) -> f32 {
  return (exp(entry(row, j) - given.sums.top) / given.sums.total - select(0.0, 1.0, j == given.label)) * given.scale;
}
