// gradientRows.wgsl where the row's gradient is at hand. Joined with gradientQuads and what it is joined with.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
alias Value = f32;

fn ownRow(row: u32, lane: u32) {
  if (row >= ROWS) { return; }
  for (var j = 0u; j < COLUMNS; j++) { epilogue(row * COLUMNS + j, quads[j / 4u][j % 4u]); }
}
