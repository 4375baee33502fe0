// As emit4.wgsl for any N: four neighbouring columns of a tile, handed to the epilogue one by one.
alias Value = f32;
const N: u32 = 1u;

fn emit(slab: u32, row: u32, column: u32, value: vec4f) {
  if (!isInC(slab, row)) { return; }
  let index = rowOfC(slab, row) + column;
  for (var i = 0u; i < 4u; i++) {
    if (column + i < N) { epilogue(index + i, value[i]); }
  }
}
