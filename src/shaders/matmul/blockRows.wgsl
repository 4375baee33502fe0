// A 4 x 4 block of a B stored k-major: column i of the result holds four neighbouring columns of B at k + i.
const B_ROWS: bool = true;

fn startBlock(batch: u32, column: u32) -> vec4u {
  return vec4u(startB(batch, column));
}

fn block(start: vec4u, segment: u32, k: u32) -> mat4x4f {
  return mat4x4f(
    vectorB(start.x, segment, k),
    vectorB(start.x, segment, k + 1u),
    vectorB(start.x, segment, k + 2u),
    vectorB(start.x, segment, k + 3u),
  );
}
