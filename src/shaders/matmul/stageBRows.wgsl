// Stages a 16 x 32 block of B: four columns of one k per load.
fn stageB(batch: u32, column: u32, k: u32, lane: u32) {
  for (var part = 0u; part < 2u; part++) {
    let i = lane / 8u + part * 8u;
    let n = (lane % 8u) * 4u;
    let value = loadB(batch, k + i, column + n);
    let at = i * 36u + n;
    tileB[at] = value.x;
    tileB[at + 1u] = value.y;
    tileB[at + 2u] = value.z;
    tileB[at + 3u] = value.w;
  }
}
