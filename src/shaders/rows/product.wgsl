// The rows of a small product, which the invocation that needs one computes itself: entry(r, j) = sum over k of x[r, k] weight[k, j], plus bias[j].
// x: [ROWS, INNER], INNER a multiple of 4; bias: [COLUMNS], at most 16. openRow(r, lane) comes before entry(r, j).
// Joined with weightRows or weightRowsBroadcast.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
const INNER: u32 = 4u;
@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(2) var<storage, read> bias: array<f32>;
var<private> opened: mat4x4f;

fn openRow(row: u32, lane: u32) {
  let start = min(row, ROWS - 1u) * INNER;
  var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
  for (var k = 0u; k < INNER; k += 4u) {
    let a = x[(start + k) / 4u];
    c0 += weightRows(row, k, 0u) * a;
    if (COLUMNS > 4u) { c1 += weightRows(row, k, 4u) * a; }
    if (COLUMNS > 8u) { c2 += weightRows(row, k, 8u) * a; }
    if (COLUMNS > 12u) { c3 += weightRows(row, k, 12u) * a; }
  }
  opened = mat4x4f(c0, c1, c2, c3);
  for (var j = 0u; j < COLUMNS; j++) { opened[j / 4u][j % 4u] += bias[j]; }
}

fn entry(row: u32, j: u32) -> f32 {
  return opened[j / 4u][j % 4u];
}
