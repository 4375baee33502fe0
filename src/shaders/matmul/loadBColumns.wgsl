// Four columns of one k of a B stored n-major ([n, k]): one element of four lines. For the rare product with both operands transposed.
fn elementB(batch: u32, k: u32, column: u32) -> f32 {
  return fragmentB(lineB(batch, column), column, k - k % 4u)[k % 4u];
}

fn loadB(batch: u32, k: u32, column: u32) -> vec4f {
  return vec4f(elementB(batch, k, column), elementB(batch, k, column + 1u), elementB(batch, k, column + 2u), elementB(batch, k, column + 3u));
}
