// A of a convolution's kernel gradient, stored k-major, four channels at once: A[k, m] is input channel c under window position t of output position k, with
// m = (t, c). A segment of k is one row of output positions, SEGMENT of them. x: [batch, IN_Z, IN_Y, IN_X, STRIDE]; a group's channels begin
// group * CHANNELS. BORDER: windows reach into the padding, where x is 0. Coordinates wrap below 0, so that one comparison finds both sides.
struct PlaceA {
  start: u32,
  z: u32,
  y: u32,
  x: u32,
}

struct SliceA {
  start: u32,
  z: u32,
  y: u32,
}

@group(0) @binding(0) var<storage, read> a: array<vec4f>;

fn placeA(batch: u32, row: u32) -> PlaceA {
  let m = min(row, M - 4u);
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
  let bordered = !BORDER | ((place.z + slice.z < IN_Z) & (place.y + slice.y < IN_Y) & (place.x + x < IN_X));
  let inside = bordered & (A_EXACT | (k < SEGMENT));
  return select(vec4f(), a[select(0u, place.start + slice.start + x * STRIDE, inside) / 4u], inside);
}
