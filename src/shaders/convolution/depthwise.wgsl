// y[b, p, o] = sum over window positions t of x[b, p STEP + t DILATION - BEFORE, c] kernel[t, o] with c = o / MULTIPLIER: every channel for itself.
// x: [batch, IN_Z, IN_Y, IN_X, INPUTS], kernel: [TAPS, OUTPUTS], y: [batch, OUT_Z, OUT_Y, OUT_X, OUTPUTS] of COUNT elements. WIDTH: 4 where MULTIPLIER is 1 and
// channels are whole vectors, else 1. One invocation owns WIDTH neighbouring channels of a position. Coordinates wrap below 0. Joined with geometry.wgsl.
const COUNT: u32 = 1u;
const TAPS: u32 = 1u;
const INPUTS: u32 = 1u;
const OUTPUTS: u32 = 1u;
const MULTIPLIER: u32 = 1u;
const WIDTH: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<Value>;
@group(0) @binding(1) var<storage, read> kernel: array<Value>;

fn run(group: u32, lane: u32) {
  let index = (group * 64u + lane) * WIDTH;
  if (index >= COUNT) { return; }
  let o = index % OUTPUTS;
  let pixel = index / OUTPUTS;
  let line = pixel / OUT_X;
  let plane = line / OUT_Y;
  let firstX = pixel % OUT_X * STEP_X - BEFORE_X;
  let firstY = line % OUT_Y * STEP_Y - BEFORE_Y;
  let firstZ = plane % OUT_Z * STEP_Z - BEFORE_Z;
  var value = Value();
  for (var t = 0u; t < TAPS; t++) {
    let row = t / TAPS_X;
    let px = firstX + t % TAPS_X * DILATION_X;
    let py = firstY + row % TAPS_Y * DILATION_Y;
    let pz = firstZ + row / TAPS_Y * DILATION_Z;
    if (px < IN_X && py < IN_Y && pz < IN_Z) {
      let at = (((plane / OUT_Z * IN_Z + pz) * IN_Y + py) * IN_X + px) * INPUTS + o / MULTIPLIER;
      value += x[at / WIDTH] * kernel[(t * OUTPUTS + o) / WIDTH];
    }
  }
  epilogue(index, value);
}
