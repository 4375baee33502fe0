// Hands four neighbouring columns of a tile to the epilogue; drops what lies beyond C. N is a multiple of 4. Joined with a file that gives the places of
// rows, which begin at multiples of 4.
alias Value = vec4f;
const N: u32 = 4u;

fn emit(slab: u32, row: u32, column: u32, value: vec4f) {
  if (column < N && isInC(slab, row)) { epilogue(rowOfC(slab, row) + column, value); }
}
