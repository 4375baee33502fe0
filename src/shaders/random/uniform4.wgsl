// Four neighbouring elements of uniform.wgsl, the first at an even index: the same bits.
alias Value = vec4f;

fn uniformBits(seed: u32, stream: u32, step: u32, index: u32) -> Value {
  let first = threefry(vec2u(seed, stream), vec2u(step, index / 2u));
  let second = threefry(vec2u(seed, stream), vec2u(step, index / 2u + 1u));
  return vec4f(vec4u(first, second) >> vec4u(8u)) * 0x1p-24;
}
