// A of a convolution as lines along k, any number of channels: as windowsA4.wgsl, with all of k in one segment and four elements one by one.
alias SegmentA = LineA;

@group(0) @binding(0) var<storage, read> a: array<f32>;

fn segmentA(line: LineA, segment: u32) -> SegmentA {
  return line;
}

fn elementA(line: LineA, k: u32) -> f32 {
  let tap = k / CHANNELS;
  let row = tap / TAPS_X;
  let z = line.z + row / TAPS_Y * DILATION_Z;
  let y = line.y + row % TAPS_Y * DILATION_Y;
  let x = line.x + tap % TAPS_X * DILATION_X;
  let inside = (k < SEGMENT) & (z < IN_Z) & (y < IN_Y) & (x < IN_X);
  return select(0.0, a[select(0u, line.image + ((z * IN_Y + y) * IN_X + x) * STRIDE + k % CHANNELS, inside)], inside);
}

// A loop, since four copies would have to be compiled.
fn fragmentA(line: LineA, k: u32) -> vec4f {
  var value = vec4f();
  for (var i = 0u; i < 4u; i++) { value[i] = elementA(line, k + i); }
  return value;
}
