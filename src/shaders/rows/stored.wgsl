// The rows of a matrix in a buffer: entry(r, j) = x[r, j]. x: [ROWS, PITCH]. Joined with kernels whose invocations own rows, and with alone or lanes.
const PITCH: u32 = 1u;
@group(0) @binding(0) var<storage, read> x: array<f32>;

fn entry(row: u32, j: u32) -> f32 {
  return x[row * PITCH + j];
}
