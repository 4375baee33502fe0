// Where the rows of C begin: C_ROW elements apart, the matrices of a batch C_BATCH, the parts of a sum over k that is split C_PART.
// slab: part * BATCHES + batch.
const M: u32 = 1u;
const BATCHES: u32 = 1u;
const PARTS: u32 = 1u;
const C_ROW: u32 = 4u;
const C_BATCH: u32 = 4u;
const C_PART: u32 = 4u;

fn isInC(slab: u32, row: u32) -> bool {
  return slab < BATCHES * PARTS && row < M;
}

fn rowOfC(slab: u32, row: u32) -> u32 {
  return slab / BATCHES * C_PART + slab % BATCHES * C_BATCH + row * C_ROW;
}
