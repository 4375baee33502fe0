// What the gradient of a loss per row is multiplied by: dy of that row.
@group(0) @binding(4) var<storage, read> dy: array<f32>;

fn scaleOf(row: u32) -> f32 {
  return dy[row];
}
