// y[i, j] = x[ids[i], j]: rows of a table by number; a number outside of the table is clamped (the host checks what it can).
// One invocation owns one element of y. x: [ROWS, ROW]; ids: [COUNT] row numbers as f32.
const ROWS: u32 = 1u;
const ROW: u32 = 1u;
const COUNT: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read> ids: array<f32>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT * ROW) { return; }
  let row = min(u32(max(ids[index / ROW], 0.0)), ROWS - 1u);
  epilogue(index, x[row * ROW + index % ROW]);
}
