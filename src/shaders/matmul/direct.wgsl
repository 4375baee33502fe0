// C[m, n] = sum over k of A[m, k] B[k, n], for devices with subgroups of 4 and slow workgroup memory (software adapters).
// A subgroup owns 8 rows x 16 columns of C, each invocation 8 rows x 4 columns in named vectors. The subgroup's 8 x 4 block of A
// is loaded once, two vectors per invocation, and spread by subgroupBroadcast. k comes in runs of SEGMENT; a product whose k is split in
// parts gives each part PART_SEGMENTS of them. Joined with: lineA, segmentA and fragmentA (four neighbours along k of one row, 0 beyond the
// segment), startBlock and block (four k of four columns), emit. What lies beyond C is dropped by emit.
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
  let line0 = lineA(batch, row + lane % 4u + 0u);
  let line1 = lineA(batch, row + lane % 4u + 4u);
  let left = startBlock(batch, column);
  for (var i = 0u; i < PART_SEGMENTS; i++) {
    let s = first + i;
    let at0 = segmentA(line0, s);
    let at1 = segmentA(line1, s);
    for (var k = 0u; k < SEGMENT; k += 4u) {
      let f0 = fragmentA(at0, k);
      let f1 = fragmentA(at1, k);
      let b = block(left, s, k);
      let a0 = subgroupBroadcast(f0, 0u);
      c0 += a0.x * b[0] + a0.y * b[1] + a0.z * b[2] + a0.w * b[3];
      let a1 = subgroupBroadcast(f0, 1u);
      c1 += a1.x * b[0] + a1.y * b[1] + a1.z * b[2] + a1.w * b[3];
      let a2 = subgroupBroadcast(f0, 2u);
      c2 += a2.x * b[0] + a2.y * b[1] + a2.z * b[2] + a2.w * b[3];
      let a3 = subgroupBroadcast(f0, 3u);
      c3 += a3.x * b[0] + a3.y * b[1] + a3.z * b[2] + a3.w * b[3];
      let a4 = subgroupBroadcast(f1, 0u);
      c4 += a4.x * b[0] + a4.y * b[1] + a4.z * b[2] + a4.w * b[3];
      let a5 = subgroupBroadcast(f1, 1u);
      c5 += a5.x * b[0] + a5.y * b[1] + a5.z * b[2] + a5.w * b[3];
      let a6 = subgroupBroadcast(f1, 2u);
      c6 += a6.x * b[0] + a6.y * b[1] + a6.z * b[2] + a6.w * b[3];
      let a7 = subgroupBroadcast(f1, 3u);
      c7 += a7.x * b[0] + a7.y * b[1] + a7.z * b[2] + a7.w * b[3];
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
