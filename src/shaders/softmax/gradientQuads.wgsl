// The gradient of a loss with respect to row r, of at most 16 entries, in vectors of four; 0 beyond the last. Joined with gradient or sparseGradient
// and what it is joined with.
fn gradientQuads(row: u32) -> mat4x4f {
  let given = openGradient(row);
  return mat4x4f(gradientQuad(given, row, 0u), gradientQuad(given, row, 4u), gradientQuad(given, row, 8u), gradientQuad(given, row, 12u));
}

fn gradientQuad(given: RowGradient, row: u32, j: u32) -> vec4f {
  return vec4f(gradientOr0(given, row, j), gradientOr0(given, row, j + 1u), gradientOr0(given, row, j + 2u), gradientOr0(given, row, j + 3u));
}

fn gradientOr0(given: RowGradient, row: u32, j: u32) -> f32 {
  if (j >= COLUMNS) { return 0.0; }
  return gradientAt(given, row, j);
}
