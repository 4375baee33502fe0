// C[b,m,n] = sum over k of A[b,m,k] B[b,k,n], for devices with subgroups of 4 and slow workgroup memory (software adapters).
// A subgroup owns 8 rows x 16 columns of C, each invocation 8 rows x 4 columns in named vectors. The subgroup's 8 x 4 block of A
// is loaded once, two vectors per invocation, and spread by subgroupBroadcast. Joined with: loadA (fragmentA gives four
// neighbours along k of one row), loadB (four neighbours along n of one k), emit. Rows and columns beyond C are clamped by the
// loaders and dropped by emit; k beyond K reads as 0.
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
  for (var k = 0u; k < K; k += 4u) {
    let low = fragmentA(lowStart, lowLine, k);
    let high = fragmentA(highStart, highLine, k);
    let b0 = loadB(batch, k, column);
    let b1 = loadB(batch, k + 1u, column);
    let b2 = loadB(batch, k + 2u, column);
    let b3 = loadB(batch, k + 3u, column);
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
