// Four columns of one k of a B stored [k, n]: a fragment as it is.
fn loadB(batch: u32, k: u32, column: u32) -> vec4f {
  return fragmentB(lineB(batch, k), k, column);
}
