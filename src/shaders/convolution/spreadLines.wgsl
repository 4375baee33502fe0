// Where an input position lies in the output: the lines and segments of spreadA4.wgsl and spreadA1.wgsl. Under window position t the output position is
// (m + BEFORE - t DILATION) / STEP where that is whole and inside. Coordinates wrap below 0, so that one comparison finds both sides of the border.
// dy: [batch, OUT_Z, OUT_Y, OUT_X, STRIDE]; a group's channels begin group * CHANNELS.
struct LineA {
  image: u32,
  z: u32,
  y: u32,
  x: u32,
}

struct SegmentA {
  start: u32,
  inside: bool,
}

fn lineA(batch: u32, line: u32) -> LineA {
  let m = min(line, PIXELS - 1u);
  let y = m / IN_X;
  let z = y / IN_Y;
  return LineA(
    z / IN_Z * (OUT_Z * OUT_Y * OUT_X * STRIDE) + batch * CHANNELS,
    z % IN_Z + BEFORE_Z,
    y % IN_Y + BEFORE_Y,
    m % IN_X + BEFORE_X,
  );
}

fn segmentA(line: LineA, segment: u32) -> SegmentA {
  let tap = segment / TAPS_X;
  let z = line.z - tap / TAPS_Y * DILATION_Z;
  let y = line.y - tap % TAPS_Y * DILATION_Y;
  let x = line.x - segment % TAPS_X * DILATION_X;
  let met = (z % STEP_Z == 0u) & (y % STEP_Y == 0u) & (x % STEP_X == 0u);
  let inside = met & (z / STEP_Z < OUT_Z) & (y / STEP_Y < OUT_Y) & (x / STEP_X < OUT_X);
  let at = line.image + ((z / STEP_Z * OUT_Y + y / STEP_Y) * OUT_X + x / STEP_X) * STRIDE;
  return SegmentA(select(0u, at, inside), inside);
}
