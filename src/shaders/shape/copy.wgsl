// y[index] = x[START + sum over axes of coordinate_axis * STRIDE_axis]: transposing and slicing in one rule. Axes are written from the
// innermost; unused ones have size 1. One invocation owns one Value of y. START, sizes and strides count Values: with `alias Value = vec4f`
// and WIDTH 4, four neighbours move at once.
const COUNT: u32 = 1u;
const WIDTH: u32 = 1u;
const START: u32 = 0u;
const SIZES: array<u32, 6> = array<u32, 6>(1u, 1u, 1u, 1u, 1u, 1u);
const STRIDES: array<u32, 6> = array<u32, 6>(0u, 0u, 0u, 0u, 0u, 0u);
alias Value = f32;
@group(0) @binding(0) var<storage, read> x: array<Value>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT) { return; }
  var rest = index;
  var at = START + rest % SIZES[0] * STRIDES[0];
  rest /= SIZES[0];
  at += rest % SIZES[1] * STRIDES[1];
  rest /= SIZES[1];
  at += rest % SIZES[2] * STRIDES[2];
  rest /= SIZES[2];
  at += rest % SIZES[3] * STRIDES[3];
  rest /= SIZES[3];
  at += rest % SIZES[4] * STRIDES[4];
  rest /= SIZES[4];
  at += rest * STRIDES[5];
  epilogue(index * WIDTH, x[at]);
}
