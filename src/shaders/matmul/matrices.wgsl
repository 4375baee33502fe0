// C[m, n] = sum over k of A B with a device's matrix units: a workgroup of 64, two subgroups of 32 neighbouring invocations, owns 64 x 64 of C, each
// subgroup 32 rows of them as 4 x 8 matrices of 8 x 8. Chunks of 8 k of both operands are staged in workgroup memory k-major: the first subgroup loads
// those of A, a 4 x 4 block per invocation (blockA, joined), the second those of B (block), while the chunk before is multiplied. Which invocation holds
// which element of a matrix is the device's affair, so C comes back through workgroup memory, 8 rows of each subgroup at a time. k is numbered by
// runs.wgsl, tiles by bands.wgsl. Functions and types of matrices: the extension chromium_experimental_subgroup_matrix.
alias Left = subgroup_matrix_left<f32, 8, 8>;
alias Right = subgroup_matrix_right<f32, 8, 8>;
alias Result = subgroup_matrix_result<f32, 8, 8>;
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;
const CHUNKS: u32 = (PART_SEGMENTS * BLOCKS + 1u) / 2u;
// Rows of 68, the 64 of a tile and a rest against conflicts of banks: 8 of A and 8 of B, later those of C.
var<workgroup> staged: array<f32, 1088>;

// Block `at`.y of run `at`.x: of A for the first subgroup, of B for the second.
fn ownBlock(isA: bool, startOfA: StartA, startOfB: vec4u, at: vec2u) -> mat4x4f {
  if (isA) { return blockA(startOfA, at.x, at.y); }
  return block(startOfB, at.x, at.y);
}

fn run(group: u32, lane: u32) {
  let start = startOfTile(group % (COLUMN_TILES * ROW_TILES));
  let row = start.x;
  let column = start.y;
  let slab = group / (COLUMN_TILES * ROW_TILES);
  let first = vec2u(slab / BATCHES * PART_SEGMENTS, 0u);
  let subgroup = lane / 32u;
  let isA = subgroup == 0u;
  // Four lines and a block of a chunk: neighbours load what lies side by side.
  let own = select(vec2u(lane % 32u / 2u, lane % 2u), vec2u(lane % 16u, lane % 32u / 16u), select(B_ROWS, A_ROWS, isA));
  let startOfA = startA(slab % BATCHES, row + own.x * 4u);
  let startOfB = startBlock(slab % BATCHES, column + own.x * 4u);
  let place = (subgroup * 8u + own.y * 4u) * 68u + own.x * 4u;
  var c: array<Result, 32>;
  var loaded = ownBlock(isA, startOfA, startOfB, first + runOf(own.y));
  for (var t = 0u; t < CHUNKS; t++) {
    workgroupBarrier();
    for (var i = 0u; i < 4u; i++) {
      for (var j = 0u; j < 4u; j++) { staged[place + i * 68u + j] = loaded[i][j]; }
    }
    workgroupBarrier();
    // The last chunk is loaded twice, the second time for nothing.
    loaded = ownBlock(isA, startOfA, startOfB, first + runOf(min(t + 1u, CHUNKS - 1u) * 2u + own.y));
    let b0 = subgroupMatrixLoad<Right, row_major>(&staged, 544u, 68u);
    let b1 = subgroupMatrixLoad<Right, row_major>(&staged, 552u, 68u);
    let b2 = subgroupMatrixLoad<Right, row_major>(&staged, 560u, 68u);
    let b3 = subgroupMatrixLoad<Right, row_major>(&staged, 568u, 68u);
    let b4 = subgroupMatrixLoad<Right, row_major>(&staged, 576u, 68u);
    let b5 = subgroupMatrixLoad<Right, row_major>(&staged, 584u, 68u);
    let b6 = subgroupMatrixLoad<Right, row_major>(&staged, 592u, 68u);
    let b7 = subgroupMatrixLoad<Right, row_major>(&staged, 600u, 68u);
    for (var unrolled = 0u; unrolled < 4u; unrolled++) {
      let a = subgroupMatrixLoad<Left, col_major>(&staged, subgroup * 32u + unrolled * 8u, 68u);
      c[unrolled * 8u] = subgroupMatrixMultiplyAccumulate(a, b0, c[unrolled * 8u]);
      c[unrolled * 8u + 1u] = subgroupMatrixMultiplyAccumulate(a, b1, c[unrolled * 8u + 1u]);
      c[unrolled * 8u + 2u] = subgroupMatrixMultiplyAccumulate(a, b2, c[unrolled * 8u + 2u]);
      c[unrolled * 8u + 3u] = subgroupMatrixMultiplyAccumulate(a, b3, c[unrolled * 8u + 3u]);
      c[unrolled * 8u + 4u] = subgroupMatrixMultiplyAccumulate(a, b4, c[unrolled * 8u + 4u]);
      c[unrolled * 8u + 5u] = subgroupMatrixMultiplyAccumulate(a, b5, c[unrolled * 8u + 5u]);
      c[unrolled * 8u + 6u] = subgroupMatrixMultiplyAccumulate(a, b6, c[unrolled * 8u + 6u]);
      c[unrolled * 8u + 7u] = subgroupMatrixMultiplyAccumulate(a, b7, c[unrolled * 8u + 7u]);
    }
  }
  // One call in a loop: the epilogue may be long, and copies of it would have to be compiled.
  for (var strip = 0u; strip < 4u; strip++) {
    workgroupBarrier();
    for (var unrolled = 0u; unrolled < 4u; unrolled++) {
      if (strip == unrolled) {
        subgroupMatrixStore<row_major>(&staged, subgroup * 544u, c[unrolled * 8u], 68u);
        subgroupMatrixStore<row_major>(&staged, subgroup * 544u + 8u, c[unrolled * 8u + 1u], 68u);
        subgroupMatrixStore<row_major>(&staged, subgroup * 544u + 16u, c[unrolled * 8u + 2u], 68u);
        subgroupMatrixStore<row_major>(&staged, subgroup * 544u + 24u, c[unrolled * 8u + 3u], 68u);
        subgroupMatrixStore<row_major>(&staged, subgroup * 544u + 32u, c[unrolled * 8u + 4u], 68u);
        subgroupMatrixStore<row_major>(&staged, subgroup * 544u + 40u, c[unrolled * 8u + 5u], 68u);
        subgroupMatrixStore<row_major>(&staged, subgroup * 544u + 48u, c[unrolled * 8u + 6u], 68u);
        subgroupMatrixStore<row_major>(&staged, subgroup * 544u + 56u, c[unrolled * 8u + 7u], 68u);
      }
    }
    workgroupBarrier();
    for (var i = 0u; i < 4u; i++) {
      let line = i * 4u + lane / 16u;
      let at = line * 68u + lane % 16u * 4u;
      let value = vec4f(staged[at], staged[at + 1u], staged[at + 2u], staged[at + 3u]);
      emit(slab, row + line / 8u * 32u + strip * 8u + line % 8u, column + lane % 16u * 4u, value);
    }
  }
}
