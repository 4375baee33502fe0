// C[m, n] = sum over k of A B, for GPUs: a workgroup of 64 owns 32 x 32 of C, each invocation 4 x 4 as a matrix of rows. Chunks of 32 k of both
// operands are staged in workgroup memory k-major, so that the inner loop reads vectors whatever the operands' layouts: each invocation
// loads one 4 x 4 block of either operand (blockA and block, joined), transposed where need be, while the chunk before it is multiplied. k = 4 j + i
// of a chunk is kept in row 8 i + j, so that neighbouring invocations write to different banks. k is numbered by runs.wgsl.
// Tiling as in Volkov and Demmel 2008.
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;
const CHUNKS: u32 = (PART_SEGMENTS * BLOCKS + 7u) / 8u;
var<workgroup> tileA: array<vec4f, 288>;
var<workgroup> tileB: array<vec4f, 288>;

fn run(group: u32, lane: u32) {
  let column = (group % COLUMN_TILES) * 32u;
  let row = (group / COLUMN_TILES) % ROW_TILES * 32u;
  let slab = group / (COLUMN_TILES * ROW_TILES);
  let first = slab / BATCHES * PART_SEGMENTS;
  let inA = laneOf(lane, 8u, A_ROWS);
  let inB = laneOf(lane, 8u, B_ROWS);
  let startOfA = startA(slab % BATCHES, row + inA.x * 4u);
  let startOfB = startBlock(slab % BATCHES, column + inB.x * 4u);
  let atA = inA.y * 9u + inA.x;
  let atB = inB.y * 9u + inB.x;
  let x = lane % 8u;
  let y = lane / 8u;
  var c = mat4x4f();
  var left = blockA(startOfA, first + runOf(inA.y).x, runOf(inA.y).y);
  var right = block(startOfB, first + runOf(inB.y).x, runOf(inB.y).y);
  for (var t = 0u; t < CHUNKS; t++) {
    workgroupBarrier();
    tileA[atA] = left[0]; tileA[atA + 72u] = left[1]; tileA[atA + 144u] = left[2]; tileA[atA + 216u] = left[3];
    tileB[atB] = right[0]; tileB[atB + 72u] = right[1]; tileB[atB + 144u] = right[2]; tileB[atB + 216u] = right[3];
    workgroupBarrier();
    // The last chunk is loaded twice, the second time for nothing.
    let next = min(t + 1u, CHUNKS - 1u) * 8u;
    let runA = runOf(next + inA.y);
    let runB = runOf(next + inB.y);
    left = blockA(startOfA, first + runA.x, runA.y);
    right = block(startOfB, first + runB.x, runB.y);
    // Compilers that leave a loop of 32 as it is unroll one of 4.
    for (var j = 0u; j < 8u; j++) {
      for (var i = 0u; i < 4u; i++) {
        c += outer(tileA[(i * 8u + j) * 9u + y], tileB[(i * 8u + j) * 9u + x]);
      }
    }
  }
  // One call in a loop: the epilogue may be long, and copies of it for each row would have to be compiled.
  var rows = c;
  for (var i = 0u; i < 4u; i++) {
    emit(slab, row + y * 4u + i, column + x * 4u, rows[i]);
  }
}
