// Stages a 16 x 32 block of a B stored n-major ([n, k]): four k of one column per load, scattered k-major.
fn stageB(batch: u32, column: u32, k: u32, lane: u32) {
  for (var part = 0u; part < 2u; part++) {
    let n = lane / 4u + part * 16u;
    let i = (lane % 4u) * 4u;
    let value = fragmentB(lineB(batch, column + n), column + n, k + i);
    tileB[i * 36u + n] = value.x;
    tileB[(i + 1u) * 36u + n] = value.y;
    tileB[(i + 2u) * 36u + n] = value.z;
    tileB[(i + 3u) * 36u + n] = value.w;
  }
}
