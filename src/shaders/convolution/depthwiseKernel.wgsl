// The kernel gradient of depthwise.wgsl, in parts: dk[part, t, o] = sum over the part's LINES lines of output positions of x[b, p STEP + t DILATION - BEFORE, c] dy[b, p, o]
// with c = o / MULTIPLIER. x: [batch, IN_Z, IN_Y, IN_X, INPUTS], dy: [batch, OUT_Z, OUT_Y, OUT_X, OUTPUTS], dk: [parts, TAPS, OUTPUTS] of COUNT elements. WIDTH as
// there. One invocation owns WIDTH neighbouring channels of a window position in a part, and adds in the order of positions. Joined with geometry.wgsl.
const COUNT: u32 = 1u;
const TAPS: u32 = 1u;
const INPUTS: u32 = 1u;
const OUTPUTS: u32 = 1u;
const MULTIPLIER: u32 = 1u;
const LINES: u32 = 1u;
const WIDTH: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<Value>;
@group(0) @binding(1) var<storage, read> dy: array<Value>;

fn run(group: u32, lane: u32) {
  let index = (group * 64u + lane) * WIDTH;
  if (index >= COUNT) { return; }
  let o = index % OUTPUTS;
  let t = index / OUTPUTS % TAPS;
  let row = t / TAPS_X;
  let aheadX = t % TAPS_X * DILATION_X - BEFORE_X;
  let aheadY = row % TAPS_Y * DILATION_Y - BEFORE_Y;
  let aheadZ = row / TAPS_Y * DILATION_Z - BEFORE_Z;
  let first = index / (OUTPUTS * TAPS) * LINES;
  var value = Value();
  for (var line = first; line < first + LINES; line++) {
    let py = line % OUT_Y * STEP_Y + aheadY;
    let pz = line / OUT_Y % OUT_Z * STEP_Z + aheadZ;
    if (py >= IN_Y || pz >= IN_Z) { continue; }
    let start = ((line / OUT_Y / OUT_Z * IN_Z + pz) * IN_Y + py) * IN_X;
    for (var i = 0u; i < OUT_X; i++) {
      let px = i * STEP_X + aheadX;
      if (px < IN_X) { value += x[((start + px) * INPUTS + o / MULTIPLIER) / WIDTH] * dy[((line * OUT_X + i) * OUTPUTS + o) / WIDTH]; }
    }
  }
  epilogue(index, value);
}
