// A of a convolution's kernel gradient, stored k-major, any number of channels: as windowRowsA4.wgsl, four elements one by one.
struct PlaceA {
  start: vec4u,
  z: vec4u,
  y: vec4u,
  x: vec4u,
}

struct SliceA {
  start: u32,
  z: u32,
  y: u32,
}

@group(0) @binding(0) var<storage, read> a: array<f32>;

fn placeA(batch: u32, row: u32) -> PlaceA {
  let m = min(vec4u(row, row + 1u, row + 2u, row + 3u), vec4u(M - 1u));
  let tap = m / CHANNELS;
  let line = tap / TAPS_X;
  let z = line / TAPS_Y * DILATION_Z - BEFORE_Z;
  let y = line % TAPS_Y * DILATION_Y - BEFORE_Y;
  let x = tap % TAPS_X * DILATION_X - BEFORE_X;
  return PlaceA(((z * IN_Y + y) * IN_X + x) * STRIDE + batch * CHANNELS + m % CHANNELS, z, y, x);
}

fn sliceA(segment: u32) -> SliceA {
  let y = segment % OUT_Y * STEP_Y;
  let line = segment / OUT_Y;
  let z = line % OUT_Z * STEP_Z;
  return SliceA(((line / OUT_Z * IN_Z + z) * IN_Y + y) * IN_X * STRIDE, z, y);
}

fn fragmentA(place: PlaceA, slice: SliceA, k: u32) -> vec4f {
  let x = k * STEP_X;
  let bordered = (place.z + slice.z < vec4u(IN_Z)) & (place.y + slice.y < vec4u(IN_Y)) & (place.x + x < vec4u(IN_X));
  let inside = bordered & vec4<bool>(k < SEGMENT);
  let i = select(vec4u(), place.start + (slice.start + x * STRIDE), inside);
  return select(vec4f(), vec4f(a[i.x], a[i.y], a[i.z], a[i.w]), inside);
}
