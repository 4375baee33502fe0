// Where the window of an output position begins: the lines of windowsA4.wgsl and windowsA1.wgsl. Coordinates wrap below 0, so that one comparison finds
// both sides of the border. x: [batch, IN_Z, IN_Y, IN_X, STRIDE]; a group's channels begin group * CHANNELS.
struct LineA {
  image: u32,
  z: u32,
  y: u32,
  x: u32,
}

fn lineA(batch: u32, line: u32) -> LineA {
  let m = min(line, PIXELS - 1u);
  let y = m / OUT_X;
  let z = y / OUT_Y;
  return LineA(
    z / OUT_Z * (IN_Z * IN_Y * IN_X * STRIDE) + batch * CHANNELS,
    z % OUT_Z * STEP_Z - BEFORE_Z,
    y % OUT_Y * STEP_Y - BEFORE_Y,
    m % OUT_X * STEP_X - BEFORE_X,
  );
}
