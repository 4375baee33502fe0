// A of a convolution's kernel gradient, stored k-major, four channels at once: A[k, m] is input channel c under window position t of output position k, with
// m = (t, c). A segment of k is one row of output positions, SEGMENT of them. x: [batch, IN_Z, IN_Y, IN_X, STRIDE]; a group's channels begin
// group * CHANNELS. BORDER: windows reach into the padding, where x is 0. Coordinates wrap below 0, so that one comparison finds both sides.
struct LineA {
  start: u32,
  z: u32,
  y: u32,
  x: u32,
}

struct SegmentA {
  start: u32,
  x: u32,
  inside: bool,
}

@group(0) @binding(0) var<storage, read> a: array<vec4f>;

fn placeA(batch: u32, row: u32) -> LineA {
  let m = min(row, M - 4u);
  let tap = m / CHANNELS;
  let line = tap / TAPS_X;
  let z = line / TAPS_Y * DILATION_Z - BEFORE_Z;
  let y = line % TAPS_Y * DILATION_Y - BEFORE_Y;
  let x = tap % TAPS_X * DILATION_X - BEFORE_X;
  return LineA(((z * IN_Y + y) * IN_X + x) * STRIDE + batch * CHANNELS + m % CHANNELS, z, y, x);
}

fn segmentA(place: LineA, segment: u32) -> SegmentA {
  let line = segment / OUT_Y;
  let y = place.y + segment % OUT_Y * STEP_Y;
  let z = place.z + line % OUT_Z * STEP_Z;
  let start = place.start + ((line / OUT_Z * IN_Z + line % OUT_Z * STEP_Z) * IN_Y + segment % OUT_Y * STEP_Y) * IN_X * STRIDE;
  return SegmentA(start, place.x, !BORDER | ((z < IN_Z) & (y < IN_Y)));
}

fn fragmentA(at: SegmentA, k: u32) -> vec4f {
  let inside = at.inside & (!BORDER | (at.x + k * STEP_X < IN_X)) & (A_EXACT | (k < SEGMENT));
  return select(vec4f(), a[select(0u, at.start + k * STEP_X * STRIDE, inside) / 4u], inside);
}
