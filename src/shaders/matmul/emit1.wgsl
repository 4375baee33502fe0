// As emit4.wgsl for any N: four neighbouring columns of a tile, handed to the epilogue one by one.
alias Value = f32;
const M: u32 = 1u;
const N: u32 = 1u;
const BATCHES: u32 = 1u;
const PARTS: u32 = 1u;
const C_ROW: u32 = 1u;
const C_BATCH: u32 = 1u;
const C_PART: u32 = 1u;

fn emit(slab: u32, row: u32, column: u32, value: vec4f) {
  if (slab >= BATCHES * PARTS || row >= M) { return; }
  let index = slab / BATCHES * C_PART + slab % BATCHES * C_BATCH + row * C_ROW + column;
  for (var i = 0u; i < 4u; i++) {
    if (column + i < N) { epilogue(index + i, value[i]); }
  }
}
