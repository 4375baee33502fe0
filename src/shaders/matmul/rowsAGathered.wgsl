// A stored k-major: A[k, m] = A_SCALE x[order[offset + k], m], rows of a batch gathered from resident f32. As rowsA4.wgsl.
// x: [rows, A_LENGTH]; order: [rows] u32; offset: one u32.
alias PlaceA = u32;
alias SliceA = u32;
const A_LINES: u32 = 1u;
const A_LENGTH: u32 = 4u;
const A_SCALE: f32 = 1.0;
const A_EXACT: bool = false;
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
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
  return select(vec4f(), a[(place + row * A_LENGTH) / 4u] * A_SCALE, inside);
}
