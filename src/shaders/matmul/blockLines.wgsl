// A 4 x 4 block of a B stored n-major: four k of each of four columns, transposed, so that column i of the result holds four neighbouring columns
// of B at k + i.
fn startBlock(batch: u32, column: u32) -> vec4u {
  return vec4u(lineB(batch, column), lineB(batch, column + 1u), lineB(batch, column + 2u), lineB(batch, column + 3u));
}

fn block(start: vec4u, segment: u32, k: u32) -> mat4x4f {
  let x = fragmentB(start.x, segment, k);
  let y = fragmentB(start.y, segment, k);
  let z = fragmentB(start.z, segment, k);
  let w = fragmentB(start.w, segment, k);
  return mat4x4f(x.x, y.x, z.x, w.x, x.y, y.y, z.y, w.y, x.z, y.z, z.z, w.z, x.w, y.w, z.w, w.w);
}
