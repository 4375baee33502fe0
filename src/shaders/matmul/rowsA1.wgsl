// A stored k-major, lines of any length: A[k, m] of a [batch, A_LINES, A_LENGTH] array. As rowsA4.wgsl, four elements one by one.
alias PlaceA = vec4u;
alias SliceA = u32;
const A_LINES: u32 = 1u;
const A_LENGTH: u32 = 1u;
const A_BATCH: u32 = 0u;
@group(0) @binding(0) var<storage, read> a: array<f32>;

fn placeA(batch: u32, m: u32) -> vec4u {
  return vec4u(batch * A_BATCH) + min(vec4u(m, m + 1u, m + 2u, m + 3u), vec4u(A_LENGTH - 1u));
}

fn sliceA(segment: u32) -> u32 {
  return segment * SEGMENT;
}

fn fragmentA(place: vec4u, slice: u32, k: u32) -> vec4f {
  let inside = (k < SEGMENT) & (slice + k < A_LINES);
  let i = place + vec4u(select(0u, slice + k, inside) * A_LENGTH);
  return select(vec4f(), vec4f(a[i.x], a[i.y], a[i.z], a[i.w]), inside);
}
