// C[b,m,n] = sum over k of A[b,k,m] B[b,k,n]: direct.wgsl for an A stored k-major (weight gradients, X^T dY). fragmentA gives four
// neighbours along m of one k; each invocation of a subgroup loads one k of the block of four, two vectors for eight rows.
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
  for (var k = 0u; k < K; k += 4u) {
    let line = k + lane % 4u;
    let start = lineA(batch, line);
    let low = fragmentA(start, line, row);
    let high = fragmentA(start, line, row + 4u);
    let b0 = loadB(batch, k, column);
    let l0 = subgroupBroadcast(low, 0u);
    let h0 = subgroupBroadcast(high, 0u);
    c0 += l0.x * b0; c1 += l0.y * b0; c2 += l0.z * b0; c3 += l0.w * b0;
    c4 += h0.x * b0; c5 += h0.y * b0; c6 += h0.z * b0; c7 += h0.w * b0;
    let b1 = loadB(batch, k + 1u, column);
    let l1 = subgroupBroadcast(low, 1u);
    let h1 = subgroupBroadcast(high, 1u);
    c0 += l1.x * b1; c1 += l1.y * b1; c2 += l1.z * b1; c3 += l1.w * b1;
    c4 += h1.x * b1; c5 += h1.y * b1; c6 += h1.z * b1; c7 += h1.w * b1;
    let b2 = loadB(batch, k + 2u, column);
    let l2 = subgroupBroadcast(low, 2u);
    let h2 = subgroupBroadcast(high, 2u);
    c0 += l2.x * b2; c1 += l2.y * b2; c2 += l2.z * b2; c3 += l2.w * b2;
    c4 += h2.x * b2; c5 += h2.y * b2; c6 += h2.z * b2; c7 += h2.w * b2;
    let b3 = loadB(batch, k + 3u, column);
    let l3 = subgroupBroadcast(low, 3u);
    let h3 = subgroupBroadcast(high, 3u);
    c0 += l3.x * b3; c1 += l3.y * b3; c2 += l3.z * b3; c3 += l3.w * b3;
    c4 += h3.x * b3; c5 += h3.y * b3; c6 += h3.z * b3; c7 += h3.w * b3;
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
