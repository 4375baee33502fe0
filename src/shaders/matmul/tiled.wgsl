// C[m, n] = sum over k of A B, for GPUs: a workgroup of 64 owns 32 x 32 of C, each invocation 4 x 4 in named vectors. Blocks of 32 k of both
// operands are staged in workgroup memory k-major, so that the inner loop reads vectors whatever the operands' layouts: each invocation
// loads one 4 x 4 block of either operand (blockA and block, joined), transposed where need be. k comes in runs of SEGMENT; a product
// whose k is split in parts gives each part PART_SEGMENTS of them. k beyond a segment reads as 0 in A. Tiling as in Volkov and Demmel 2008.
const SEGMENT: u32 = 4u;
const PART_SEGMENTS: u32 = 1u;
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;
const CHUNKS: u32 = (SEGMENT + 31u) / 32u;
var<workgroup> tileA: array<vec4f, 288>;
var<workgroup> tileB: array<vec4f, 288>;

fn run(group: u32, lane: u32) {
  let column = (group % COLUMN_TILES) * 32u;
  let row = (group / COLUMN_TILES) % ROW_TILES * 32u;
  let slab = group / (COLUMN_TILES * ROW_TILES);
  let first = slab / BATCHES * PART_SEGMENTS;
  // Neighbouring invocations load neighbouring k of the same lines.
  let quad = lane / 8u;
  let depth = lane % 8u * 4u;
  let startOfA = startA(slab % BATCHES, row + quad * 4u);
  let startOfB = startBlock(slab % BATCHES, column + quad * 4u);
  let at = depth * 9u + quad;
  let x = lane % 8u;
  let y = lane / 8u;
  var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
  for (var t = 0u; t < PART_SEGMENTS * CHUNKS; t++) {
    let k = t % CHUNKS * 32u + depth;
    workgroupBarrier();
    let left = blockA(startOfA, first + t / CHUNKS, k);
    let right = block(startOfB, first + t / CHUNKS, k);
    tileA[at] = left[0]; tileA[at + 9u] = left[1]; tileA[at + 18u] = left[2]; tileA[at + 27u] = left[3];
    tileB[at] = right[0]; tileB[at + 9u] = right[1]; tileB[at + 18u] = right[2]; tileB[at + 27u] = right[3];
    workgroupBarrier();
    for (var i = 0u; i < 32u; i++) {
      let a = tileA[i * 9u + y];
      let b = tileB[i * 9u + x];
      c0 += a.x * b; c1 += a.y * b; c2 += a.z * b; c3 += a.w * b;
    }
  }
  // One call in a loop: the epilogue may be long, and copies of it for each row would have to be compiled.
  for (var i = 0u; i < 4u; i++) {
    var value = c0;
    switch (i) {
      case 1u: { value = c1; }
      case 2u: { value = c2; }
      case 3u: { value = c3; }
      default: {}
    }
    emit(slab, row + y * 4u + i, column + x * 4u, value);
  }
}
