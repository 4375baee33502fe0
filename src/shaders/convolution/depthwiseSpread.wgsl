// The data gradient of depthwise.wgsl: dx[b, i, c] = sum over window positions t and multiples j of dy[b, (i + BEFORE - t DILATION) / STEP, o] kernel[t, o] with
// o = c MULTIPLIER + j, where the position is whole and inside. dy: [batch, OUT_Z, OUT_Y, OUT_X, OUTPUTS], kernel: [TAPS, OUTPUTS], dx: [batch, IN_Z, IN_Y, IN_X, INPUTS]
// of COUNT elements. WIDTH as there. One invocation owns WIDTH neighbouring channels of an input position. Joined with geometry.wgsl.
const COUNT: u32 = 1u;
const TAPS: u32 = 1u;
const INPUTS: u32 = 1u;
const OUTPUTS: u32 = 1u;
const MULTIPLIER: u32 = 1u;
const WIDTH: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> dy: array<Value>;
@group(0) @binding(1) var<storage, read> kernel: array<Value>;

fn run(group: u32, lane: u32) {
  let index = (group * 64u + lane) * WIDTH;
  if (index >= COUNT) { return; }
  let first = index % INPUTS * MULTIPLIER;
  let pixel = index / INPUTS;
  let line = pixel / IN_X;
  let plane = line / IN_Y;
  var value = Value();
  for (var t = 0u; t < TAPS; t++) {
    let row = t / TAPS_X;
    let px = pixel % IN_X + BEFORE_X - t % TAPS_X * DILATION_X;
    let py = line % IN_Y + BEFORE_Y - row % TAPS_Y * DILATION_Y;
    let pz = plane % IN_Z + BEFORE_Z - row / TAPS_Y * DILATION_Z;
    let met = (px % STEP_X == 0u) & (py % STEP_Y == 0u) & (pz % STEP_Z == 0u);
    if (met && px / STEP_X < OUT_X && py / STEP_Y < OUT_Y && pz / STEP_Z < OUT_Z) {
      let at = (((plane / IN_Z * OUT_Z + pz / STEP_Z) * OUT_Y + py / STEP_Y) * OUT_X + px / STEP_X) * OUTPUTS + first;
      for (var j = 0u; j < MULTIPLIER; j++) { value += dy[(at + j) / WIDTH] * kernel[(t * OUTPUTS + first + j) / WIDTH]; }
    }
  }
  epilogue(index, value);
}
