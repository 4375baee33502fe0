// y[b, j] = x[order[offset + b], j]: the rows of a batch from data that stays on the GPU. One invocation owns one element of y.
// x: [rows, ROW] f32; order: [rows] u32; offset: one u32.
const BATCH: u32 = 1u;
const ROW: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read> offset: array<u32>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= BATCH * ROW) { return; }
  let row = order[offset[0] + index / ROW];
  epilogue(index, x[row * ROW + index % ROW]);
}
