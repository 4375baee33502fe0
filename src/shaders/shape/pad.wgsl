// y = x with PADDING around it, filled with FILL. Axes are written from the innermost; unused ones have size 1. BEFORE is the
// padding before each axis, INNER the sizes of x, OUTER those of y, all in Values: with `alias Value = vec4f` and WIDTH 4, four neighbours move
// at once. One invocation owns one Value of y.
const COUNT: u32 = 1u;
const WIDTH: u32 = 1u;
const FILL: f32 = 0.0;
const INNER: array<u32, 6> = array<u32, 6>(1u, 1u, 1u, 1u, 1u, 1u);
const OUTER: array<u32, 6> = array<u32, 6>(1u, 1u, 1u, 1u, 1u, 1u);
const BEFORE: array<u32, 6> = array<u32, 6>(0u, 0u, 0u, 0u, 0u, 0u);
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<Value>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT) { return; }
  let c0 = index % OUTER[0] - BEFORE[0];
  var rest = index / OUTER[0];
  let c1 = rest % OUTER[1] - BEFORE[1];
  rest /= OUTER[1];
  let c2 = rest % OUTER[2] - BEFORE[2];
  rest /= OUTER[2];
  let c3 = rest % OUTER[3] - BEFORE[3];
  rest /= OUTER[3];
  let c4 = rest % OUTER[4] - BEFORE[4];
  let c5 = rest / OUTER[4] - BEFORE[5];
  let inside = c0 < INNER[0] && c1 < INNER[1] && c2 < INNER[2] && c3 < INNER[3] && c4 < INNER[4] && c5 < INNER[5];
  let at = ((((c5 * INNER[4] + c4) * INNER[3] + c3) * INNER[2] + c2) * INNER[1] + c1) * INNER[0] + c0;
  epilogue(index * WIDTH, select(Value(FILL), x[select(0u, at, inside)], inside));
}
