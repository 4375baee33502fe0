// A 4 x 4 block of a B stored n-major: four k of each of four columns, transposed, so that column i of the result holds four neighbouring columns
// of B at k + i.
const B_ROWS: bool = false;

fn startBlock(batch: u32, column: u32) -> vec4u {
  return vec4u(lineB(batch, column), lineB(batch, column + 1u), lineB(batch, column + 2u), lineB(batch, column + 3u));
}

fn block(start: vec4u, segment: u32, k: u32) -> mat4x4f {
  return transpose(mat4x4f(
    fragmentB(start.x, segment, k),
    fragmentB(start.y, segment, k),
    fragmentB(start.z, segment, k),
    fragmentB(start.w, segment, k),
  ));
}
