// Four neighbouring elements of uniform.wgsl, the first at an even index: the same bits.
alias Value = vec4f;

fn uniformBits(seed: u32, stream: u32, step: u32, index: u32) -> Value {
  var bits = vec4u();
  for (var pair = index / 2u; pair < index / 2u + 2u; pair++) { bits = vec4u(bits.zw, threefry(vec2u(seed, stream), vec2u(step, pair))); }
  return vec4f(bits >> vec4u(8u)) * 0x1p-24;
}
