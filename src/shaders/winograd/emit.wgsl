// What direct.wgsl and tiled.wgsl do with the product of a component: its weights in y = A^T m A, and four neighbouring columns of a position of a tile handed
// to the epilogue. What lies beyond the image or beyond the N columns is dropped. Joined with tiles.wgsl.
const N: u32 = 4u;

// Weights in the four positions of a tile: top left, top right, bottom left, bottom right.
fn weights(component: u32) -> vec4f {
  let y = columnOf(component / 4u);
  let x = columnOf(component % 4u);
  return vec4f(y.x * x, y.y * x);
}

// A column of A^T: (1, 0), (1, 1), (1, -1) or (0, -1).
fn columnOf(component: u32) -> vec2f {
  return vec2f(select(1.0, 0.0, component == 3u), select(select(1.0, -1.0, component >= 2u), 0.0, component == 0u));
}

fn emit(tile: u32, position: u32, column: u32, value: vec4f) {
  let line = tile / TILES_X;
  let y = line % TILES_Y * 2u + position / 2u;
  let x = tile % TILES_X * 2u + position % 2u;
  if (tile < TILES && column < N && (INSIDE || (y < OUT_Y && x < OUT_X))) {
    epilogue(((line / TILES_Y * OUT_Y + y) * OUT_X + x) * N + column, value);
  }
}
