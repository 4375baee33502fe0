// C[m, n] = sum over k of A[k, m] B[k, n]: direct.wgsl for an A stored k-major (weight gradients, X^T dY). Joined with: placeA, segmentA and
// fragmentA (four neighbours along m of one k, 0 beyond the segment), startBlock and block, emit. Each invocation of a subgroup loads one k of the
// block of four, two vectors for eight rows.
const SEGMENT: u32 = 4u;
const PART_SEGMENTS: u32 = 1u;
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;

fn run(group: u32, lane: u32) {
  let tile = (group * 64u + lane) / 4u;
  let column = (tile % COLUMN_TILES) * 16u + (lane % 4u) * 4u;
  let row = (tile / COLUMN_TILES) % ROW_TILES * 8u;
  let slab = tile / (COLUMN_TILES * ROW_TILES);
  let batch = slab % BATCHES;
  let first = slab / BATCHES * PART_SEGMENTS;
  var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
  var c4 = vec4f(); var c5 = vec4f(); var c6 = vec4f(); var c7 = vec4f();
  let place0 = placeA(batch, row + 0u);
  let place1 = placeA(batch, row + 4u);
  let left = startBlock(batch, column);
  for (var i = 0u; i < PART_SEGMENTS; i++) {
    let s = first + i;
    let at0 = segmentA(place0, s);
    let at1 = segmentA(place1, s);
    for (var k = 0u; k < SEGMENT; k += 4u) {
      let f0 = fragmentA(at0, k + lane % 4u);
      let f1 = fragmentA(at1, k + lane % 4u);
      let b = block(left, s, k);
      let a00 = subgroupBroadcast(f0, 0u);
      c0 += a00.x * b[0]; c1 += a00.y * b[0]; c2 += a00.z * b[0]; c3 += a00.w * b[0];
      let a01 = subgroupBroadcast(f1, 0u);
      c4 += a01.x * b[0]; c5 += a01.y * b[0]; c6 += a01.z * b[0]; c7 += a01.w * b[0];
      let a10 = subgroupBroadcast(f0, 1u);
      c0 += a10.x * b[1]; c1 += a10.y * b[1]; c2 += a10.z * b[1]; c3 += a10.w * b[1];
      let a11 = subgroupBroadcast(f1, 1u);
      c4 += a11.x * b[1]; c5 += a11.y * b[1]; c6 += a11.z * b[1]; c7 += a11.w * b[1];
      let a20 = subgroupBroadcast(f0, 2u);
      c0 += a20.x * b[2]; c1 += a20.y * b[2]; c2 += a20.z * b[2]; c3 += a20.w * b[2];
      let a21 = subgroupBroadcast(f1, 2u);
      c4 += a21.x * b[2]; c5 += a21.y * b[2]; c6 += a21.z * b[2]; c7 += a21.w * b[2];
      let a30 = subgroupBroadcast(f0, 3u);
      c0 += a30.x * b[3]; c1 += a30.y * b[3]; c2 += a30.z * b[3]; c3 += a30.w * b[3];
      let a31 = subgroupBroadcast(f1, 3u);
      c4 += a31.x * b[3]; c5 += a31.y * b[3]; c6 += a31.z * b[3]; c7 += a31.w * b[3];
    }
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
    emit(slab, row + r, column, value);
  }
}
