// Four columns of one k of a B stored n-major ([n, k]): one element of four lines. For the rare product with both operands transposed.
fn loadB(batch: u32, k: u32, column: u32) -> vec4f {
  let at = k - k % 4u;
  let i = k % 4u;
  return vec4f(fragmentB(batch, column, at)[i], fragmentB(batch, column + 1u, at)[i], fragmentB(batch, column + 2u, at)[i], fragmentB(batch, column + 3u, at)[i]);
}
