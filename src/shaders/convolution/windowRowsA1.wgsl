// A of a convolution's kernel gradient, stored k-major, any number of channels: as windowRowsA4.wgsl, four elements one by one.
struct LineA {
  start: vec4u,
  z: vec4u,
  y: vec4u,
  x: vec4u,
}

struct SegmentA {
  start: vec4u,
  x: vec4u,
  inside: vec4<bool>,
}

@group(0) @binding(0) var<storage, read> a: array<f32>;

fn placeA(batch: u32, row: u32) -> LineA {
  let m = min(vec4u(row, row + 1u, row + 2u, row + 3u), vec4u(M - 1u));
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
  return SegmentA(start, place.x, (z < vec4u(IN_Z)) & (y < vec4u(IN_Y)));
}

fn fragmentA(at: SegmentA, k: u32) -> vec4f {
  let inside = at.inside & (at.x + k * STEP_X < vec4u(IN_X)) & vec4<bool>(k < SEGMENT);
  let i = select(vec4u(), at.start + k * STEP_X * STRIDE, inside);
  return select(vec4f(), vec4f(a[i.x], a[i.y], a[i.z], a[i.w]), inside);
}
