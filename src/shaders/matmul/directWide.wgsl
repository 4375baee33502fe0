// direct.wgsl with tiles of 16 rows x 32 columns per subgroup, for products with enough of them to occupy the device: each invocation
// owns 16 rows x 2 x 4 columns, so a load serves twice as many products.
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
  let line0 = lineA(batch, row + lane % 4u + 0u);
  let line1 = lineA(batch, row + lane % 4u + 4u);
  let line2 = lineA(batch, row + lane % 4u + 8u);
  let line3 = lineA(batch, row + lane % 4u + 12u);
  let left = startBlock(batch, column);
  let right = startBlock(batch, column + 16u);
  for (var i = 0u; i < PART_SEGMENTS; i++) {
    let s = first + i;
    let at0 = segmentA(line0, s);
    let at1 = segmentA(line1, s);
    let at2 = segmentA(line2, s);
    let at3 = segmentA(line3, s);
    for (var k = 0u; k < SEGMENT; k += 4u) {
      let f0 = fragmentA(at0, k);
      let f1 = fragmentA(at1, k);
      let f2 = fragmentA(at2, k);
      let f3 = fragmentA(at3, k);
      let b = block(left, s, k);
      let e = block(right, s, k);
      let a0 = subgroupBroadcast(f0, 0u);
      c0 += a0.x * b[0] + a0.y * b[1] + a0.z * b[2] + a0.w * b[3];
      d0 += a0.x * e[0] + a0.y * e[1] + a0.z * e[2] + a0.w * e[3];
      let a1 = subgroupBroadcast(f0, 1u);
      c1 += a1.x * b[0] + a1.y * b[1] + a1.z * b[2] + a1.w * b[3];
      d1 += a1.x * e[0] + a1.y * e[1] + a1.z * e[2] + a1.w * e[3];
      let a2 = subgroupBroadcast(f0, 2u);
      c2 += a2.x * b[0] + a2.y * b[1] + a2.z * b[2] + a2.w * b[3];
      d2 += a2.x * e[0] + a2.y * e[1] + a2.z * e[2] + a2.w * e[3];
      let a3 = subgroupBroadcast(f0, 3u);
      c3 += a3.x * b[0] + a3.y * b[1] + a3.z * b[2] + a3.w * b[3];
      d3 += a3.x * e[0] + a3.y * e[1] + a3.z * e[2] + a3.w * e[3];
      let a4 = subgroupBroadcast(f1, 0u);
      c4 += a4.x * b[0] + a4.y * b[1] + a4.z * b[2] + a4.w * b[3];
      d4 += a4.x * e[0] + a4.y * e[1] + a4.z * e[2] + a4.w * e[3];
      let a5 = subgroupBroadcast(f1, 1u);
      c5 += a5.x * b[0] + a5.y * b[1] + a5.z * b[2] + a5.w * b[3];
      d5 += a5.x * e[0] + a5.y * e[1] + a5.z * e[2] + a5.w * e[3];
      let a6 = subgroupBroadcast(f1, 2u);
      c6 += a6.x * b[0] + a6.y * b[1] + a6.z * b[2] + a6.w * b[3];
      d6 += a6.x * e[0] + a6.y * e[1] + a6.z * e[2] + a6.w * e[3];
      let a7 = subgroupBroadcast(f1, 3u);
      c7 += a7.x * b[0] + a7.y * b[1] + a7.z * b[2] + a7.w * b[3];
      d7 += a7.x * e[0] + a7.y * e[1] + a7.z * e[2] + a7.w * e[3];
      let a8 = subgroupBroadcast(f2, 0u);
      c8 += a8.x * b[0] + a8.y * b[1] + a8.z * b[2] + a8.w * b[3];
      d8 += a8.x * e[0] + a8.y * e[1] + a8.z * e[2] + a8.w * e[3];
      let a9 = subgroupBroadcast(f2, 1u);
      c9 += a9.x * b[0] + a9.y * b[1] + a9.z * b[2] + a9.w * b[3];
      d9 += a9.x * e[0] + a9.y * e[1] + a9.z * e[2] + a9.w * e[3];
      let a10 = subgroupBroadcast(f2, 2u);
      c10 += a10.x * b[0] + a10.y * b[1] + a10.z * b[2] + a10.w * b[3];
      d10 += a10.x * e[0] + a10.y * e[1] + a10.z * e[2] + a10.w * e[3];
      let a11 = subgroupBroadcast(f2, 3u);
      c11 += a11.x * b[0] + a11.y * b[1] + a11.z * b[2] + a11.w * b[3];
      d11 += a11.x * e[0] + a11.y * e[1] + a11.z * e[2] + a11.w * e[3];
      let a12 = subgroupBroadcast(f3, 0u);
      c12 += a12.x * b[0] + a12.y * b[1] + a12.z * b[2] + a12.w * b[3];
      d12 += a12.x * e[0] + a12.y * e[1] + a12.z * e[2] + a12.w * e[3];
      let a13 = subgroupBroadcast(f3, 1u);
      c13 += a13.x * b[0] + a13.y * b[1] + a13.z * b[2] + a13.w * b[3];
      d13 += a13.x * e[0] + a13.y * e[1] + a13.z * e[2] + a13.w * e[3];
      let a14 = subgroupBroadcast(f3, 2u);
      c14 += a14.x * b[0] + a14.y * b[1] + a14.z * b[2] + a14.w * b[3];
      d14 += a14.x * e[0] + a14.y * e[1] + a14.z * e[2] + a14.w * e[3];
      let a15 = subgroupBroadcast(f3, 3u);
      c15 += a15.x * b[0] + a15.y * b[1] + a15.z * b[2] + a15.w * b[3];
      d15 += a15.x * e[0] + a15.y * e[1] + a15.z * e[2] + a15.w * e[3];
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
