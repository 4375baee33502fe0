// y[4 i + j] = sum over 8 chains of c after ROUNDS turns of c = c * SCALE + STEP, each chain begun at its own value: arithmetic without loads,
// to measure what a device computes at best. y: [256 GROUPS]. One invocation owns four elements of y. The chains wait for nothing but
// themselves, eight vectors side by side keep the units busy; SCALE < 1 keeps them finite. 64 operations per invocation and turn.
const ROUNDS: u32 = 1u;
const SCALE: f32 = 0.999;
const STEP: f32 = 0.001;
alias Value = vec4f;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  let first = vec4f(f32(index % 1024u)) * 0.001 + vec4f(0.0, 0.1, 0.2, 0.3);
  var c0 = first; var c1 = first + 1.0; var c2 = first + 2.0; var c3 = first + 3.0;
  var c4 = first + 4.0; var c5 = first + 5.0; var c6 = first + 6.0; var c7 = first + 7.0;
  for (var round = 0u; round < ROUNDS; round++) {
    c0 = c0 * SCALE + STEP; c1 = c1 * SCALE + STEP; c2 = c2 * SCALE + STEP; c3 = c3 * SCALE + STEP;
    c4 = c4 * SCALE + STEP; c5 = c5 * SCALE + STEP; c6 = c6 * SCALE + STEP; c7 = c7 * SCALE + STEP;
  }
  epilogue(index * 4u, ((c0 + c1) + (c2 + c3)) + ((c4 + c5) + (c6 + c7)));
}
