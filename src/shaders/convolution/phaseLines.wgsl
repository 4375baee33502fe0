// The lines and segments of spreadA4.wgsl and spreadA1.wgsl for a product in phases. Input position q of phase p meets window position t = p + STEP j at
// output position q - j, for the j-th segment; outside of window or output there is none. Coordinates wrap below 0. dy: [batch, OUT_Z, OUT_Y, OUT_X, STRIDE].
// Joined with geometry and phases.
const TAPS_Z: u32 = 1u;
const JUMPS_Y: u32 = 1u;
const JUMPS_X: u32 = 1u;

struct LineA {
  image: u32,
  quotient: vec3u,
  phase: vec3u,
}

struct SegmentA {
  start: u32,
  inside: bool,
}

fn lineA(batch: u32, line: u32) -> LineA {
  let m = min(line, PIXELS - 1u);
  let image = m / (Q_X * Q_Y * Q_Z) * (OUT_Z * OUT_Y * OUT_X * STRIDE) + batch % GROUPS * CHANNELS;
  return LineA(image, quotientOf(m), phaseOf(batch));
}

fn segmentA(line: LineA, segment: u32) -> SegmentA {
  let j = vec3u(segment % JUMPS_X, segment / JUMPS_X % JUMPS_Y, segment / (JUMPS_X * JUMPS_Y));
  let tap = line.phase + j * vec3u(STEP_X, STEP_Y, STEP_Z);
  let at = line.quotient - j;
  let inside = all(tap < vec3u(TAPS_X, TAPS_Y, TAPS_Z)) & all(at < vec3u(OUT_X, OUT_Y, OUT_Z));
  return SegmentA(select(0u, line.image + ((at.z * OUT_Y + at.y) * OUT_X + at.x) * STRIDE, inside), inside);
}
