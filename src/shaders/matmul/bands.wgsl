// Where a tile of 64 x 64 of C begins: tiles are numbered down bands of 8 rows of them, so that those that run at the same time share their operands.
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;

// The first row and column of this tile of a slab.
fn startOfTile(tile: u32) -> vec2u {
  let band = tile / (COLUMN_TILES * 8u) * 8u;
  let height = min(8u, ROW_TILES - band);
  let within = tile - band * COLUMN_TILES;
  return vec2u(band + within % height, within / height) * 64u;
}
