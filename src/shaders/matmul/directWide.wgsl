// direct.wgsl with tiles of 16 rows x 32 columns per subgroup, for products with enough of them to occupy the device: each invocation
// owns 16 rows x 2 x 4 columns, so a load serves twice as many products. C's sides are multiples of the tile's.
const M: u32 = 16u;
const N: u32 = 32u;
const K: u32 = 4u;
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;

fn run(group: u32, lane: u32) {
  let tile = (group * 64u + lane) / 4u;
  let column = (tile % COLUMN_TILES) * 32u + (lane % 4u) * 4u;
  let row = (tile / COLUMN_TILES) % ROW_TILES * 16u;
  let batch = tile / (COLUMN_TILES * ROW_TILES);
  var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
  var c4 = vec4f(); var c5 = vec4f(); var c6 = vec4f(); var c7 = vec4f();
  var c8 = vec4f(); var c9 = vec4f(); var c10 = vec4f(); var c11 = vec4f();
  var c12 = vec4f(); var c13 = vec4f(); var c14 = vec4f(); var c15 = vec4f();
  var d0 = vec4f(); var d1 = vec4f(); var d2 = vec4f(); var d3 = vec4f();
  var d4 = vec4f(); var d5 = vec4f(); var d6 = vec4f(); var d7 = vec4f();
  var d8 = vec4f(); var d9 = vec4f(); var d10 = vec4f(); var d11 = vec4f();
  var d12 = vec4f(); var d13 = vec4f(); var d14 = vec4f(); var d15 = vec4f();
  let line0 = row + lane % 4u + 0u;
  let start0 = lineA(batch, line0);
  let line1 = row + lane % 4u + 4u;
  let start1 = lineA(batch, line1);
  let line2 = row + lane % 4u + 8u;
  let start2 = lineA(batch, line2);
  let line3 = row + lane % 4u + 12u;
  let start3 = lineA(batch, line3);
  for (var k = 0u; k < K; k += 4u) {
    let f0 = fragmentA(start0, line0, k);
    let f1 = fragmentA(start1, line1, k);
    let f2 = fragmentA(start2, line2, k);
    let f3 = fragmentA(start3, line3, k);
    let b0 = loadB(batch, k, column);
    let e0 = loadB(batch, k, column + 16u);
    let b1 = loadB(batch, k + 1u, column);
    let e1 = loadB(batch, k + 1u, column + 16u);
    let b2 = loadB(batch, k + 2u, column);
    let e2 = loadB(batch, k + 2u, column + 16u);
    let b3 = loadB(batch, k + 3u, column);
    let e3 = loadB(batch, k + 3u, column + 16u);
    let a0 = subgroupBroadcast(f0, 0u);
    c0 += a0.x * b0 + a0.y * b1 + a0.z * b2 + a0.w * b3;
    d0 += a0.x * e0 + a0.y * e1 + a0.z * e2 + a0.w * e3;
    let a1 = subgroupBroadcast(f0, 1u);
    c1 += a1.x * b0 + a1.y * b1 + a1.z * b2 + a1.w * b3;
    d1 += a1.x * e0 + a1.y * e1 + a1.z * e2 + a1.w * e3;
    let a2 = subgroupBroadcast(f0, 2u);
    c2 += a2.x * b0 + a2.y * b1 + a2.z * b2 + a2.w * b3;
    d2 += a2.x * e0 + a2.y * e1 + a2.z * e2 + a2.w * e3;
    let a3 = subgroupBroadcast(f0, 3u);
    c3 += a3.x * b0 + a3.y * b1 + a3.z * b2 + a3.w * b3;
    d3 += a3.x * e0 + a3.y * e1 + a3.z * e2 + a3.w * e3;
    let a4 = subgroupBroadcast(f1, 0u);
    c4 += a4.x * b0 + a4.y * b1 + a4.z * b2 + a4.w * b3;
    d4 += a4.x * e0 + a4.y * e1 + a4.z * e2 + a4.w * e3;
    let a5 = subgroupBroadcast(f1, 1u);
    c5 += a5.x * b0 + a5.y * b1 + a5.z * b2 + a5.w * b3;
    d5 += a5.x * e0 + a5.y * e1 + a5.z * e2 + a5.w * e3;
    let a6 = subgroupBroadcast(f1, 2u);
    c6 += a6.x * b0 + a6.y * b1 + a6.z * b2 + a6.w * b3;
    d6 += a6.x * e0 + a6.y * e1 + a6.z * e2 + a6.w * e3;
    let a7 = subgroupBroadcast(f1, 3u);
    c7 += a7.x * b0 + a7.y * b1 + a7.z * b2 + a7.w * b3;
    d7 += a7.x * e0 + a7.y * e1 + a7.z * e2 + a7.w * e3;
    let a8 = subgroupBroadcast(f2, 0u);
    c8 += a8.x * b0 + a8.y * b1 + a8.z * b2 + a8.w * b3;
    d8 += a8.x * e0 + a8.y * e1 + a8.z * e2 + a8.w * e3;
    let a9 = subgroupBroadcast(f2, 1u);
    c9 += a9.x * b0 + a9.y * b1 + a9.z * b2 + a9.w * b3;
    d9 += a9.x * e0 + a9.y * e1 + a9.z * e2 + a9.w * e3;
    let a10 = subgroupBroadcast(f2, 2u);
    c10 += a10.x * b0 + a10.y * b1 + a10.z * b2 + a10.w * b3;
    d10 += a10.x * e0 + a10.y * e1 + a10.z * e2 + a10.w * e3;
    let a11 = subgroupBroadcast(f2, 3u);
    c11 += a11.x * b0 + a11.y * b1 + a11.z * b2 + a11.w * b3;
    d11 += a11.x * e0 + a11.y * e1 + a11.z * e2 + a11.w * e3;
    let a12 = subgroupBroadcast(f3, 0u);
    c12 += a12.x * b0 + a12.y * b1 + a12.z * b2 + a12.w * b3;
    d12 += a12.x * e0 + a12.y * e1 + a12.z * e2 + a12.w * e3;
    let a13 = subgroupBroadcast(f3, 1u);
    c13 += a13.x * b0 + a13.y * b1 + a13.z * b2 + a13.w * b3;
    d13 += a13.x * e0 + a13.y * e1 + a13.z * e2 + a13.w * e3;
    let a14 = subgroupBroadcast(f3, 2u);
    c14 += a14.x * b0 + a14.y * b1 + a14.z * b2 + a14.w * b3;
    d14 += a14.x * e0 + a14.y * e1 + a14.z * e2 + a14.w * e3;
    let a15 = subgroupBroadcast(f3, 3u);
    c15 += a15.x * b0 + a15.y * b1 + a15.z * b2 + a15.w * b3;
    d15 += a15.x * e0 + a15.y * e1 + a15.z * e2 + a15.w * e3;
  }
  // One call in a loop: the epilogue may be long, and copies of it for each row would have to be compiled.
  for (var i = 0u; i < 32u; i++) {
    var value = c0;
    switch (i) {
      case 1u: { value = c1; }
      case 2u: { value = c2; }
      case 3u: { value = c3; }
      case 4u: { value = c4; }
      case 5u: { value = c5; }
      case 6u: { value = c6; }
      case 7u: { value = c7; }
      case 8u: { value = c8; }
      case 9u: { value = c9; }
      case 10u: { value = c10; }
      case 11u: { value = c11; }
      case 12u: { value = c12; }
      case 13u: { value = c13; }
      case 14u: { value = c14; }
      case 15u: { value = c15; }
      case 16u: { value = d0; }
      case 17u: { value = d1; }
      case 18u: { value = d2; }
      case 19u: { value = d3; }
      case 20u: { value = d4; }
      case 21u: { value = d5; }
      case 22u: { value = d6; }
      case 23u: { value = d7; }
      case 24u: { value = d8; }
      case 25u: { value = d9; }
      case 26u: { value = d10; }
      case 27u: { value = d11; }
      case 28u: { value = d12; }
      case 29u: { value = d13; }
      case 30u: { value = d14; }
      case 31u: { value = d15; }
      default: {}
    }
    emit(batch, row + i % 16u, column + i / 16u * 16u, value);
  }
}
