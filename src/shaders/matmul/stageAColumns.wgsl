// Stages a 16 x 32 block of an A stored k-major: it is in the inner loop's layout already.
fn stageA(batch: u32, row: u32, k: u32, lane: u32) {
  for (var part = 0u; part < 2u; part++) {
    let i = lane / 8u + part * 8u;
    let m = (lane % 8u) * 4u;
    let value = fragmentA(lineA(batch, k + i), k + i, row + m);
    let at = i * 36u + m;
    tileA[at] = value.x;
    tileA[at + 1u] = value.y;
    tileA[at + 2u] = value.z;
    tileA[at + 3u] = value.w;
  }
}
