// weightRows.wgsl for subgroups of 4 whose invocations own neighbouring rows: each loads a row of the weight, which subgroupBroadcast gives to all.
// Joined with weightPart. Called by all invocations.
fn weightRows(row: u32, k: u32, j: u32) -> mat4x4f {
  let own = weightPart(k + row % 4u, j);
  return mat4x4f(subgroupBroadcast(own, 0u), subgroupBroadcast(own, 1u), subgroupBroadcast(own, 2u), subgroupBroadcast(own, 3u));
}
