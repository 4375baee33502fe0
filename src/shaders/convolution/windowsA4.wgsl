// A of a convolution as lines along k, four channels at once: A[m, k] is input channel c under window position t of output position m, with k = (t, c);
// 0 in the padding. A segment of k is one window position, or one row of them where no window reaches into the padding along x (then TAPS_X is 1).
// Joined with windowLines.wgsl.
struct SegmentA {
  start: u32,
  inside: bool,
}

@group(0) @binding(0) var<storage, read> a: array<vec4f>;

fn segmentA(line: LineA, segment: u32) -> SegmentA {
  let tap = segment / TAPS_X;
  let z = line.z + tap / TAPS_Y * DILATION_Z;
  let y = line.y + tap % TAPS_Y * DILATION_Y;
  let x = line.x + segment % TAPS_X * DILATION_X;
  let inside = !BORDER | ((z < IN_Z) & (y < IN_Y) & (x < IN_X));
  return SegmentA(select(0u, line.image + ((z * IN_Y + y) * IN_X + x) * STRIDE, inside), inside);
}

fn fragmentA(at: SegmentA, k: u32) -> vec4f {
  let inside = at.inside & (A_EXACT | (k < SEGMENT));
  return select(vec4f(), a[(at.start + k) / 4u], inside);
}
