// dg = G^T m G, the transpose of kernel.wgsl: m [16, in, out] -> dg [3, 3, in, out]. An invocation owns four neighbours of the VECTORS x 4 elements of [in, out].
// Joined with four.wgsl.
const VECTORS: u32 = 1u;
@group(0) @binding(0) var<storage, read> m: array<vec4f>;

struct Three {
  first: vec4f,
  second: vec4f,
  third: vec4f,
}

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= VECTORS) { return; }
  let r0 = transformed(components(index));
  let r1 = transformed(components(index + 4u * VECTORS));
  let r2 = transformed(components(index + 8u * VECTORS));
  let r3 = transformed(components(index + 12u * VECTORS));
  let left = transformed(Four(r0.first, r1.first, r2.first, r3.first));
  let middle = transformed(Four(r0.second, r1.second, r2.second, r3.second));
  let right = transformed(Four(r0.third, r1.third, r2.third, r3.third));
  // One call in a loop: the epilogue may be long, and copies of it for each position would have to be compiled.
  for (var i = 0u; i < 9u; i++) {
    var value = left.first;
    switch (i) {
      case 1u: { value = middle.first; }
      case 2u: { value = right.first; }
      case 3u: { value = left.second; }
      case 4u: { value = middle.second; }
      case 5u: { value = right.second; }
      case 6u: { value = left.third; }
      case 7u: { value = middle.third; }
      case 8u: { value = right.third; }
      default: {}
    }
    epilogue((i * VECTORS + index) * 4u, value);
  }
}

fn components(at: u32) -> Four {
  return Four(m[at], m[at + VECTORS], m[at + 2u * VECTORS], m[at + 3u * VECTORS]);
}

// G^T
fn transformed(m: Four) -> Three {
  let sum = 0.5 * (m.b + m.c);
  return Three(m.a + sum, 0.5 * (m.b - m.c), sum + m.d);
}
