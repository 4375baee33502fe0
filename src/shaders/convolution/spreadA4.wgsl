// A of a convolution's data gradient as lines along k, four channels at once: A[m, k] is output channel c of the output position that has input position m
// under window position t, 0 where there is none, with k = (t, c). A segment of k is one window position. Joined with spreadLines.wgsl.
@group(0) @binding(0) var<storage, read> a: array<vec4f>;

fn fragmentA(at: SegmentA, k: u32) -> vec4f {
  let inside = at.inside & (A_EXACT | (k < SEGMENT));
  return select(vec4f(), a[(at.start + k) / 4u], inside);
}
