// Hands four neighbouring columns of a tile to the epilogue; drops what lies beyond C. N is a multiple of 4. Rows of C are C_ROW elements apart, the
// matrices of a batch C_BATCH, the parts of a sum over k that is split C_PART. slab: part * BATCHES + batch.
alias Value = vec4f;
const M: u32 = 1u;
const N: u32 = 4u;
const BATCHES: u32 = 1u;
const PARTS: u32 = 1u;
const C_ROW: u32 = 4u;
const C_BATCH: u32 = 4u;
const C_PART: u32 = 4u;

fn emit(slab: u32, row: u32, column: u32, value: vec4f) {
  if (slab < BATCHES * PARTS && row < M && column < N) {
    epilogue(slab / BATCHES * C_PART + slab % BATCHES * C_BATCH + row * C_ROW + column, value);
  }
}
