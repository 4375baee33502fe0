// C[m, n] = sum over k of A B for few rows, on GPUs: a workgroup of 64 owns 4 rows x 64 columns of C. Each invocation sums every fourth run of four k for
// 4 rows x 4 columns in named vectors, straight from both operands, since nobody else needs the same part of B; then each adds up one row of 4 columns
// over the four runs, in their order, through workgroup memory. k as in tiled.wgsl. Joined with blockA and block as there.
const SEGMENT: u32 = 4u;
const PART_SEGMENTS: u32 = 1u;
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;
const CHUNKS: u32 = (SEGMENT + 15u) / 16u;
var<workgroup> tileA: array<vec4f, 288>;

fn run(group: u32, lane: u32) {
  let row = (group / COLUMN_TILES) % ROW_TILES * 4u;
  let slab = group / (COLUMN_TILES * ROW_TILES);
  let first = slab / BATCHES * PART_SEGMENTS;
  let own = lane / 16u;
  let quad = lane % 16u;
  let column = (group % COLUMN_TILES) * 64u + quad * 4u;
  let startOfA = startA(slab % BATCHES, row);
  let startOfB = startBlock(slab % BATCHES, column);
  var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
  for (var t = 0u; t < PART_SEGMENTS * CHUNKS; t++) {
    let k = t % CHUNKS * 16u + own * 4u;
    let a = blockA(startOfA, first + t / CHUNKS, k);
    let b = block(startOfB, first + t / CHUNKS, k);
    c0 += a[0].x * b[0] + a[1].x * b[1] + a[2].x * b[2] + a[3].x * b[3];
    c1 += a[0].y * b[0] + a[1].y * b[1] + a[2].y * b[2] + a[3].y * b[3];
    c2 += a[0].z * b[0] + a[1].z * b[1] + a[2].z * b[2] + a[3].z * b[3];
    c3 += a[0].w * b[0] + a[1].w * b[1] + a[2].w * b[2] + a[3].w * b[3];
  }
  tileA[lane] = c0; tileA[lane + 64u] = c1; tileA[lane + 128u] = c2; tileA[lane + 192u] = c3;
  workgroupBarrier();
  let at = own * 64u + quad;
  emit(slab, row + own, column, tileA[at] + tileA[at + 16u] + tileA[at + 32u] + tileA[at + 48u]);
}
