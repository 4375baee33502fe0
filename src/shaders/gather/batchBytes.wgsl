// y[b, j] = x[order[offset + b], j] as a number from 0 to 255. One invocation owns one element of y.
// x: [rows, ROW] u8, rows padded to whole words; order: [rows] u32; offset: one u32.
const BATCH: u32 = 1u;
const ROW: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read> offset: array<u32>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= BATCH * ROW) { return; }
  let row = order[offset[0] + index / ROW];
  epilogue(index, f32((x[row * ((ROW + 3u) / 4u) + index % ROW / 4u] >> (8u * (index % ROW % 4u))) & 255u));
}
