// A stored k-major: A[k, m] = A_SCALE x[order[offset + k], m], rows of a batch gathered from resident bytes, four to a word. As rowsA4.wgsl.
// x: [rows, A_LENGTH] u8; order: [rows] u32; offset: one u32.
alias PlaceA = u32;
alias SliceA = u32;
const A_LINES: u32 = 1u;
const A_LENGTH: u32 = 4u;
const A_SCALE: f32 = 1.0;
const A_EXACT: bool = false;
@group(0) @binding(0) var<storage, read> a: array<u32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read> offset: array<u32>;

fn placeA(batch: u32, m: u32) -> u32 {
  return min(m, A_LENGTH - 4u);
}

fn sliceA(segment: u32) -> u32 {
  return segment * SEGMENT;
}

fn fragmentA(place: u32, slice: u32, k: u32) -> vec4f {
  let inside = A_EXACT | ((k < SEGMENT) & (slice + k < A_LINES));
  let row = order[offset[0] + select(0u, slice + k, inside)];
  let bytes = (vec4u(a[(place + row * A_LENGTH) / 4u]) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u);
  return select(vec4f(), vec4f(bytes) * A_SCALE, inside);
}
