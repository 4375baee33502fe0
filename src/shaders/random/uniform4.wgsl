// Four neighbouring elements of uniform.wgsl: the same bits. From an odd index on they are in three pairs instead of two.
alias Value = vec4f;

fn uniformBits(seed: u32, stream: u32, step: u32, index: u32) -> Value {
  var bits = vec4u();
  var before = 0u;
  for (var pair = index / 2u; pair < index / 2u + 2u + index % 2u; pair++) {
    before = bits.y;
    bits = vec4u(bits.zw, threefry(vec2u(seed, stream), vec2u(step, pair)));
  }
  return vec4f(select(bits, vec4u(before, bits.xyz), index % 2u == 1u) >> vec4u(8u)) * 0x1p-24;
}
