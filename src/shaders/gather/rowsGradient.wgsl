// dx[v, j] = sum of dy[i, j] over all i with ids[i] = v, in the order of i. One invocation owns one element of dx and looks at every
// id: WGSL has no f32 atomics, and owner-computes keeps the order of addition. ids: [COUNT] as f32; dy: [COUNT, ROW].
const ROWS: u32 = 1u;
const ROW: u32 = 1u;
const COUNT: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> ids: array<f32>;
@group(0) @binding(1) var<storage, read> dy: array<f32>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= ROWS * ROW) { return; }
  let row = index / ROW;
  var total = 0.0;
  for (var i = 0u; i < COUNT; i++) {
    if (min(u32(max(ids[i], 0.0)), ROWS - 1u) == row) { total += dy[i * ROW + index % ROW]; }
  }
  epilogue(index, total);
}
