// u = G g G^T: g [3, 3, in, out] -> u [16, in, out]. An invocation owns four neighbours of the VECTORS x 4 elements of [in, out]. ROTATED: g is turned by half a
// turn before, as the data gradient needs it. Joined with four.wgsl.
const VECTORS: u32 = 1u;
const ROTATED: bool = false;
@group(0) @binding(0) var<storage, read> g: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> u: array<vec4f>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= VECTORS) { return; }
  let r0 = transformed(tap(index, 0u), tap(index, 1u), tap(index, 2u));
  let r1 = transformed(tap(index, 3u), tap(index, 4u), tap(index, 5u));
  let r2 = transformed(tap(index, 6u), tap(index, 7u), tap(index, 8u));
  write(index, transformed(r0.a, r1.a, r2.a));
  write(index + VECTORS, transformed(r0.b, r1.b, r2.b));
  write(index + 2u * VECTORS, transformed(r0.c, r1.c, r2.c));
  write(index + 3u * VECTORS, transformed(r0.d, r1.d, r2.d));
}

fn tap(index: u32, at: u32) -> vec4f {
  return g[index + select(at, 8u - at, ROTATED) * VECTORS];
}

// G
fn transformed(a: vec4f, b: vec4f, c: vec4f) -> Four {
  let ends = 0.5 * (a + c);
  return Four(a, ends + 0.5 * b, ends - 0.5 * b, c);
}

fn write(at: u32, column: Four) {
  u[at] = column.a;
  u[at + 4u * VECTORS] = column.b;
  u[at + 8u * VECTORS] = column.c;
  u[at + 12u * VECTORS] = column.d;
}
