// directTransposed.wgsl with tiles of 16 rows x 32 columns per subgroup, for products with enough of them to occupy the device: each
// invocation owns 16 rows x 2 x 4 columns, so a load serves twice as many products.
const SEGMENTS: u32 = 1u;
const SEGMENT: u32 = 4u;
const PART_SEGMENTS: u32 = 1u;
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;

fn run(group: u32, lane: u32) {
  let tile = (group * 64u + lane) / 4u;
  let column = (tile % COLUMN_TILES) * 32u + (lane % 4u) * 4u;
  let row = (tile / COLUMN_TILES) % ROW_TILES * 16u;
  let slab = tile / (COLUMN_TILES * ROW_TILES);
  let batch = slab % BATCHES;
  let first = slab / BATCHES * PART_SEGMENTS;
  var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
  var c4 = vec4f(); var c5 = vec4f(); var c6 = vec4f(); var c7 = vec4f();
  var c8 = vec4f(); var c9 = vec4f(); var c10 = vec4f(); var c11 = vec4f();
  var c12 = vec4f(); var c13 = vec4f(); var c14 = vec4f(); var c15 = vec4f();
  var d0 = vec4f(); var d1 = vec4f(); var d2 = vec4f(); var d3 = vec4f();
  var d4 = vec4f(); var d5 = vec4f(); var d6 = vec4f(); var d7 = vec4f();
  var d8 = vec4f(); var d9 = vec4f(); var d10 = vec4f(); var d11 = vec4f();
  var d12 = vec4f(); var d13 = vec4f(); var d14 = vec4f(); var d15 = vec4f();
  let place0 = placeA(batch, row + 0u);
  let place1 = placeA(batch, row + 4u);
  let place2 = placeA(batch, row + 8u);
  let place3 = placeA(batch, row + 12u);
  let left = startBlock(batch, column);
  let right = startBlock(batch, column + 16u);
  for (var i = 0u; i < PART_SEGMENTS; i++) {
    let s = first + i;
    let at0 = segmentA(place0, s);
    let at1 = segmentA(place1, s);
    let at2 = segmentA(place2, s);
    let at3 = segmentA(place3, s);
    for (var k = 0u; k < SEGMENT; k += 4u) {
      let f0 = fragmentA(at0, k + lane % 4u);
      let f1 = fragmentA(at1, k + lane % 4u);
      let f2 = fragmentA(at2, k + lane % 4u);
      let f3 = fragmentA(at3, k + lane % 4u);
      let b = block(left, s, k);
      let e = block(right, s, k);
      let a00 = subgroupBroadcast(f0, 0u);
      c0 += a00.x * b[0]; c1 += a00.y * b[0]; c2 += a00.z * b[0]; c3 += a00.w * b[0];
      d0 += a00.x * e[0]; d1 += a00.y * e[0]; d2 += a00.z * e[0]; d3 += a00.w * e[0];
      let a01 = subgroupBroadcast(f1, 0u);
      c4 += a01.x * b[0]; c5 += a01.y * b[0]; c6 += a01.z * b[0]; c7 += a01.w * b[0];
      d4 += a01.x * e[0]; d5 += a01.y * e[0]; d6 += a01.z * e[0]; d7 += a01.w * e[0];
      let a02 = subgroupBroadcast(f2, 0u);
      c8 += a02.x * b[0]; c9 += a02.y * b[0]; c10 += a02.z * b[0]; c11 += a02.w * b[0];
      d8 += a02.x * e[0]; d9 += a02.y * e[0]; d10 += a02.z * e[0]; d11 += a02.w * e[0];
      let a03 = subgroupBroadcast(f3, 0u);
      c12 += a03.x * b[0]; c13 += a03.y * b[0]; c14 += a03.z * b[0]; c15 += a03.w * b[0];
      d12 += a03.x * e[0]; d13 += a03.y * e[0]; d14 += a03.z * e[0]; d15 += a03.w * e[0];
      let a10 = subgroupBroadcast(f0, 1u);
      c0 += a10.x * b[1]; c1 += a10.y * b[1]; c2 += a10.z * b[1]; c3 += a10.w * b[1];
      d0 += a10.x * e[1]; d1 += a10.y * e[1]; d2 += a10.z * e[1]; d3 += a10.w * e[1];
      let a11 = subgroupBroadcast(f1, 1u);
      c4 += a11.x * b[1]; c5 += a11.y * b[1]; c6 += a11.z * b[1]; c7 += a11.w * b[1];
      d4 += a11.x * e[1]; d5 += a11.y * e[1]; d6 += a11.z * e[1]; d7 += a11.w * e[1];
      let a12 = subgroupBroadcast(f2, 1u);
      c8 += a12.x * b[1]; c9 += a12.y * b[1]; c10 += a12.z * b[1]; c11 += a12.w * b[1];
      d8 += a12.x * e[1]; d9 += a12.y * e[1]; d10 += a12.z * e[1]; d11 += a12.w * e[1];
      let a13 = subgroupBroadcast(f3, 1u);
      c12 += a13.x * b[1]; c13 += a13.y * b[1]; c14 += a13.z * b[1]; c15 += a13.w * b[1];
      d12 += a13.x * e[1]; d13 += a13.y * e[1]; d14 += a13.z * e[1]; d15 += a13.w * e[1];
      let a20 = subgroupBroadcast(f0, 2u);
      c0 += a20.x * b[2]; c1 += a20.y * b[2]; c2 += a20.z * b[2]; c3 += a20.w * b[2];
      d0 += a20.x * e[2]; d1 += a20.y * e[2]; d2 += a20.z * e[2]; d3 += a20.w * e[2];
      let a21 = subgroupBroadcast(f1, 2u);
      c4 += a21.x * b[2]; c5 += a21.y * b[2]; c6 += a21.z * b[2]; c7 += a21.w * b[2];
      d4 += a21.x * e[2]; d5 += a21.y * e[2]; d6 += a21.z * e[2]; d7 += a21.w * e[2];
      let a22 = subgroupBroadcast(f2, 2u);
      c8 += a22.x * b[2]; c9 += a22.y * b[2]; c10 += a22.z * b[2]; c11 += a22.w * b[2];
      d8 += a22.x * e[2]; d9 += a22.y * e[2]; d10 += a22.z * e[2]; d11 += a22.w * e[2];
      let a23 = subgroupBroadcast(f3, 2u);
      c12 += a23.x * b[2]; c13 += a23.y * b[2]; c14 += a23.z * b[2]; c15 += a23.w * b[2];
      d12 += a23.x * e[2]; d13 += a23.y * e[2]; d14 += a23.z * e[2]; d15 += a23.w * e[2];
      let a30 = subgroupBroadcast(f0, 3u);
      c0 += a30.x * b[3]; c1 += a30.y * b[3]; c2 += a30.z * b[3]; c3 += a30.w * b[3];
      d0 += a30.x * e[3]; d1 += a30.y * e[3]; d2 += a30.z * e[3]; d3 += a30.w * e[3];
      let a31 = subgroupBroadcast(f1, 3u);
      c4 += a31.x * b[3]; c5 += a31.y * b[3]; c6 += a31.z * b[3]; c7 += a31.w * b[3];
      d4 += a31.x * e[3]; d5 += a31.y * e[3]; d6 += a31.z * e[3]; d7 += a31.w * e[3];
      let a32 = subgroupBroadcast(f2, 3u);
      c8 += a32.x * b[3]; c9 += a32.y * b[3]; c10 += a32.z * b[3]; c11 += a32.w * b[3];
      d8 += a32.x * e[3]; d9 += a32.y * e[3]; d10 += a32.z * e[3]; d11 += a32.w * e[3];
      let a33 = subgroupBroadcast(f3, 3u);
      c12 += a33.x * b[3]; c13 += a33.y * b[3]; c14 += a33.z * b[3]; c15 += a33.w * b[3];
      d12 += a33.x * e[3]; d13 += a33.y * e[3]; d14 += a33.z * e[3]; d15 += a33.w * e[3];
    }
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
    emit(slab, row + i % 16u, column + i / 16u * 16u, value);
  }
}
