// directTransposed.wgsl with tiles of 16 rows x 32 columns per subgroup, for products with enough of them to occupy the device: each
// invocation owns 16 rows x 2 x 4 columns, so a load serves twice as many products. C's sides are multiples of the tile's.
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
  for (var k = 0u; k < K; k += 4u) {
    let line = k + lane % 4u;
    let start = lineA(batch, line);
    let f0 = fragmentA(start, line, row);
    let f1 = fragmentA(start, line, row + 4u);
    let f2 = fragmentA(start, line, row + 8u);
    let f3 = fragmentA(start, line, row + 12u);
    let b0 = loadB(batch, k, column);
    let e0 = loadB(batch, k, column + 16u);
    let a00 = subgroupBroadcast(f0, 0u);
    c0 += a00.x * b0; c1 += a00.y * b0; c2 += a00.z * b0; c3 += a00.w * b0;
    d0 += a00.x * e0; d1 += a00.y * e0; d2 += a00.z * e0; d3 += a00.w * e0;
    let a01 = subgroupBroadcast(f1, 0u);
    c4 += a01.x * b0; c5 += a01.y * b0; c6 += a01.z * b0; c7 += a01.w * b0;
    d4 += a01.x * e0; d5 += a01.y * e0; d6 += a01.z * e0; d7 += a01.w * e0;
    let a02 = subgroupBroadcast(f2, 0u);
    c8 += a02.x * b0; c9 += a02.y * b0; c10 += a02.z * b0; c11 += a02.w * b0;
    d8 += a02.x * e0; d9 += a02.y * e0; d10 += a02.z * e0; d11 += a02.w * e0;
    let a03 = subgroupBroadcast(f3, 0u);
    c12 += a03.x * b0; c13 += a03.y * b0; c14 += a03.z * b0; c15 += a03.w * b0;
    d12 += a03.x * e0; d13 += a03.y * e0; d14 += a03.z * e0; d15 += a03.w * e0;
    let b1 = loadB(batch, k + 1u, column);
    let e1 = loadB(batch, k + 1u, column + 16u);
    let a10 = subgroupBroadcast(f0, 1u);
    c0 += a10.x * b1; c1 += a10.y * b1; c2 += a10.z * b1; c3 += a10.w * b1;
    d0 += a10.x * e1; d1 += a10.y * e1; d2 += a10.z * e1; d3 += a10.w * e1;
    let a11 = subgroupBroadcast(f1, 1u);
    c4 += a11.x * b1; c5 += a11.y * b1; c6 += a11.z * b1; c7 += a11.w * b1;
    d4 += a11.x * e1; d5 += a11.y * e1; d6 += a11.z * e1; d7 += a11.w * e1;
    let a12 = subgroupBroadcast(f2, 1u);
    c8 += a12.x * b1; c9 += a12.y * b1; c10 += a12.z * b1; c11 += a12.w * b1;
    d8 += a12.x * e1; d9 += a12.y * e1; d10 += a12.z * e1; d11 += a12.w * e1;
    let a13 = subgroupBroadcast(f3, 1u);
    c12 += a13.x * b1; c13 += a13.y * b1; c14 += a13.z * b1; c15 += a13.w * b1;
    d12 += a13.x * e1; d13 += a13.y * e1; d14 += a13.z * e1; d15 += a13.w * e1;
    let b2 = loadB(batch, k + 2u, column);
    let e2 = loadB(batch, k + 2u, column + 16u);
    let a20 = subgroupBroadcast(f0, 2u);
    c0 += a20.x * b2; c1 += a20.y * b2; c2 += a20.z * b2; c3 += a20.w * b2;
    d0 += a20.x * e2; d1 += a20.y * e2; d2 += a20.z * e2; d3 += a20.w * e2;
    let a21 = subgroupBroadcast(f1, 2u);
    c4 += a21.x * b2; c5 += a21.y * b2; c6 += a21.z * b2; c7 += a21.w * b2;
    d4 += a21.x * e2; d5 += a21.y * e2; d6 += a21.z * e2; d7 += a21.w * e2;
    let a22 = subgroupBroadcast(f2, 2u);
    c8 += a22.x * b2; c9 += a22.y * b2; c10 += a22.z * b2; c11 += a22.w * b2;
    d8 += a22.x * e2; d9 += a22.y * e2; d10 += a22.z * e2; d11 += a22.w * e2;
    let a23 = subgroupBroadcast(f3, 2u);
    c12 += a23.x * b2; c13 += a23.y * b2; c14 += a23.z * b2; c15 += a23.w * b2;
    d12 += a23.x * e2; d13 += a23.y * e2; d14 += a23.z * e2; d15 += a23.w * e2;
    let b3 = loadB(batch, k + 3u, column);
    let e3 = loadB(batch, k + 3u, column + 16u);
    let a30 = subgroupBroadcast(f0, 3u);
    c0 += a30.x * b3; c1 += a30.y * b3; c2 += a30.z * b3; c3 += a30.w * b3;
    d0 += a30.x * e3; d1 += a30.y * e3; d2 += a30.z * e3; d3 += a30.w * e3;
    let a31 = subgroupBroadcast(f1, 3u);
    c4 += a31.x * b3; c5 += a31.y * b3; c6 += a31.z * b3; c7 += a31.w * b3;
    d4 += a31.x * e3; d5 += a31.y * e3; d6 += a31.z * e3; d7 += a31.w * e3;
    let a32 = subgroupBroadcast(f2, 3u);
    c8 += a32.x * b3; c9 += a32.y * b3; c10 += a32.z * b3; c11 += a32.w * b3;
    d8 += a32.x * e3; d9 += a32.y * e3; d10 += a32.z * e3; d11 += a32.w * e3;
    let a33 = subgroupBroadcast(f3, 3u);
    c12 += a33.x * b3; c13 += a33.y * b3; c14 += a33.z * b3; c15 += a33.w * b3;
    d12 += a33.x * e3; d13 += a33.y * e3; d14 += a33.z * e3; d15 += a33.w * e3;
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
