// The gradient of a loss with respect to row r, of at most 16 entries, in vectors of four; 0 beyond the last. Joined with gradient or sparseGradient
// and what it is joined with.
fn gradientQuads(row: u32) -> mat4x4f {
  let given = openGradient(row);
  var quads = mat4x4f();
  for (var j = 0u; j < COLUMNS; j++) { quads[j / 4u][j % 4u] = gradientAt(given, row, j); }
  return quads;
}
