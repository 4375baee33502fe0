// The gradient of a loss with respect to row r, of at most 16 entries, in vectors of four, ready after openGradient(r, lane); 0 beyond the last.
// Joined with gradient or sparseGradient and what it is joined with.
var<private> quads: mat4x4f;

fn openGradient(row: u32, lane: u32) {
  let given = rowGradient(row, lane);
  quads = mat4x4f();
  for (var j = 0u; j < COLUMNS; j++) { quads[j / 4u][j % 4u] = gradientAt(given, row, j); }
}
