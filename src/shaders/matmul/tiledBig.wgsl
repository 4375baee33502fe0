// tiled.wgsl with 64 x 64 of C per workgroup and chunks of 16 k, for products with enough tiles to occupy the device: each invocation owns
// 2 x 2 blocks of 4 x 4, so a vector read from workgroup memory serves twice as many products. k = 4 j + i of a chunk is kept in row 4 i + j. The loop
// over a chunk is written out, which compilers would not do. Joined with bands and what tiled.wgsl is joined with.
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;
const CHUNKS: u32 = (PART_SEGMENTS * BLOCKS + 3u) / 4u;
var<workgroup> tileA: array<vec4f, 288>;
var<workgroup> tileB: array<vec4f, 288>;

fn run(group: u32, lane: u32) {
  let start = startOfTile(group % (COLUMN_TILES * ROW_TILES));
  let row = start.x;
  let column = start.y;
  let slab = group / (COLUMN_TILES * ROW_TILES);
  let first = slab / BATCHES * PART_SEGMENTS;
  let inA = laneOf(lane, 4u, A_ROWS);
  let inB = laneOf(lane, 4u, B_ROWS);
  let startOfA = startA(slab % BATCHES, row + inA.x * 4u);
  let startOfB = startBlock(slab % BATCHES, column + inB.x * 4u);
  let atA = inA.y * 18u + inA.x;
  let atB = inB.y * 18u + inB.x;
  let x = lane % 8u;
  let y = lane / 8u;
  var c00 = mat4x4f(); var c01 = mat4x4f(); var c10 = mat4x4f(); var c11 = mat4x4f();
  var left = blockA(startOfA, first + runOf(inA.y).x, runOf(inA.y).y);
  var right = block(startOfB, first + runOf(inB.y).x, runOf(inB.y).y);
  for (var t = 0u; t < CHUNKS; t++) {
    workgroupBarrier();
    tileA[atA] = left[0]; tileA[atA + 72u] = left[1]; tileA[atA + 144u] = left[2]; tileA[atA + 216u] = left[3];
    tileB[atB] = right[0]; tileB[atB + 72u] = right[1]; tileB[atB + 144u] = right[2]; tileB[atB + 216u] = right[3];
    workgroupBarrier();
    let next = min(t + 1u, CHUNKS - 1u) * 4u;
    let runA = runOf(next + inA.y);
    let runB = runOf(next + inB.y);
    left = blockA(startOfA, first + runA.x, runA.y);
    right = block(startOfB, first + runB.x, runB.y);
    for (var unrolled = 0u; unrolled < 16u; unrolled++) {
      let at = (unrolled % 4u * 4u + unrolled / 4u) * 18u;
      let a0 = tileA[at + y];
      let a1 = tileA[at + y + 8u];
      let b0 = tileB[at + x];
      let b1 = tileB[at + x + 8u];
      c00 += outer(a0, b0);
      c01 += outer(a0, b1);
      c10 += outer(a1, b0);
      c11 += outer(a1, b1);
    }
  }
  // One call in a loop: the epilogue may be long, and copies of it for each row would have to be compiled.
  var blocks = array(c00, c01, c10, c11);
  for (var i = 0u; i < 16u; i++) {
    emit(slab, row + (y + i / 8u * 8u) * 4u + i % 4u, column + (x + i / 4u % 2u * 8u) * 4u, blocks[i / 4u][i % 4u]);
  }
}
