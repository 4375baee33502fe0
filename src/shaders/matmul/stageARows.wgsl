// Stages a 32 x 16 block of a row-major A: each invocation takes half a quarter of a row, four k at a time, and scatters it k-major.
fn stageA(batch: u32, row: u32, k: u32, lane: u32) {
  for (var part = 0u; part < 2u; part++) {
    let m = lane / 4u + part * 16u;
    let i = (lane % 4u) * 4u;
    let value = fragmentA(lineA(batch, row + m), row + m, k + i);
    tileA[i * 36u + m] = value.x;
    tileA[(i + 1u) * 36u + m] = value.y;
    tileA[(i + 2u) * 36u + m] = value.z;
    tileA[(i + 3u) * 36u + m] = value.w;
  }
}
