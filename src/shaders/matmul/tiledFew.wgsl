// C[m, n] = sum over k of A B for few results, on GPUs: a workgroup of 64 owns 4 rows x 16 columns of C. Each invocation sums every sixteenth run of
// four k for 4 rows x 4 columns, straight from both operands; then the sixteen runs are added up in their order, through
// workgroup memory. So few results keep many invocations at work. k is numbered by runs.wgsl. Joined with blockA and block as tiled.wgsl.
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;
const CHUNKS: u32 = (PART_SEGMENTS * BLOCKS + 15u) / 16u;
var<workgroup> tileA: array<vec4f, 288>;

fn run(group: u32, lane: u32) {
  let row = (group / COLUMN_TILES) % ROW_TILES * 4u;
  let slab = group / (COLUMN_TILES * ROW_TILES);
  let first = slab / BATCHES * PART_SEGMENTS;
  let column = (group % COLUMN_TILES) * 16u;
  let startOfA = startA(slab % BATCHES, row);
  let startOfB = startBlock(slab % BATCHES, column + lane % 4u * 4u);
  var c = mat4x4f();
  for (var t = 0u; t < CHUNKS; t++) {
    let own = runOf(t * 16u + lane / 4u);
    let a = blockA(startOfA, first + own.x, own.y);
    let b = block(startOfB, first + own.x, own.y);
    c += outer(a[0], b[0]) + outer(a[1], b[1]) + outer(a[2], b[2]) + outer(a[3], b[3]);
  }
  tileA[lane] = c[0]; tileA[lane + 64u] = c[1]; tileA[lane + 128u] = c[2]; tileA[lane + 192u] = c[3];
  workgroupBarrier();
  if (lane < 16u) {
    var value = vec4f();
    for (var i = 0u; i < 16u; i++) { value += tileA[lane / 4u * 64u + i * 4u + lane % 4u]; }
    emit(slab, row + lane / 4u, column + lane % 4u * 4u, value);
  }
}
