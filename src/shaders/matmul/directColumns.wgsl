// direct.wgsl for a B stored n-major ([n, k], data gradients dY W^T): each invocation loads four k of its four columns and uses
// the transposed block. fragmentA gives four neighbours along k of one row, fragmentB four along k of one column.
const M: u32 = 8u;
const N: u32 = 16u;
const K: u32 = 4u;
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;

fn run(group: u32, lane: u32) {
  let tile = (group * 64u + lane) / 4u;
  let column = (tile % COLUMN_TILES) * 16u + (lane % 4u) * 4u;
  let row = (tile / COLUMN_TILES) % ROW_TILES * 8u;
  let batch = tile / (COLUMN_TILES * ROW_TILES);
  var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
  var c4 = vec4f(); var c5 = vec4f(); var c6 = vec4f(); var c7 = vec4f();
  let lowLine = row + lane % 4u;
  let highLine = lowLine + 4u;
  let lowStart = lineA(batch, lowLine);
  let highStart = lineA(batch, highLine);
  let start0 = lineB(batch, column);
  let start1 = lineB(batch, column + 1u);
  let start2 = lineB(batch, column + 2u);
  let start3 = lineB(batch, column + 3u);
  for (var k = 0u; k < K; k += 4u) {
    let low = fragmentA(lowStart, lowLine, k);
    let high = fragmentA(highStart, highLine, k);
    let t0 = fragmentB(start0, column, k);
    let t1 = fragmentB(start1, column + 1u, k);
    let t2 = fragmentB(start2, column + 2u, k);
    let t3 = fragmentB(start3, column + 3u, k);
    let b0 = vec4f(t0.x, t1.x, t2.x, t3.x);
    let b1 = vec4f(t0.y, t1.y, t2.y, t3.y);
    let b2 = vec4f(t0.z, t1.z, t2.z, t3.z);
    let b3 = vec4f(t0.w, t1.w, t2.w, t3.w);
    let a0 = subgroupBroadcast(low, 0u);
    c0 += a0.x * b0 + a0.y * b1 + a0.z * b2 + a0.w * b3;
    let a1 = subgroupBroadcast(low, 1u);
    c1 += a1.x * b0 + a1.y * b1 + a1.z * b2 + a1.w * b3;
    let a2 = subgroupBroadcast(low, 2u);
    c2 += a2.x * b0 + a2.y * b1 + a2.z * b2 + a2.w * b3;
    let a3 = subgroupBroadcast(low, 3u);
    c3 += a3.x * b0 + a3.y * b1 + a3.z * b2 + a3.w * b3;
    let a4 = subgroupBroadcast(high, 0u);
    c4 += a4.x * b0 + a4.y * b1 + a4.z * b2 + a4.w * b3;
    let a5 = subgroupBroadcast(high, 1u);
    c5 += a5.x * b0 + a5.y * b1 + a5.z * b2 + a5.w * b3;
    let a6 = subgroupBroadcast(high, 2u);
    c6 += a6.x * b0 + a6.y * b1 + a6.z * b2 + a6.w * b3;
    let a7 = subgroupBroadcast(high, 3u);
    c7 += a7.x * b0 + a7.y * b1 + a7.z * b2 + a7.w * b3;
  }
  // One call in a loop: the epilogue may be long, and copies of it for each row would have to be compiled.
  for (var r = 0u; r < 8u; r++) {
    var value = c0;
    switch (r) {
      case 1u: { value = c1; }
      case 2u: { value = c2; }
      case 3u: { value = c3; }
      case 4u: { value = c4; }
      case 5u: { value = c5; }
      case 6u: { value = c6; }
      case 7u: { value = c7; }
      default: {}
    }
    emit(batch, row + r, column, value);
  }
}
