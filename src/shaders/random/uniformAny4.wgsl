// Four neighbouring elements of uniform.wgsl, the first at any index: the same bits.
alias Value = vec4f;

fn uniformBits(seed: u32, stream: u32, step: u32, index: u32) -> Value {
  var bits = array<vec2u, 3>();
  for (var pair = 0u; pair < 3u; pair++) { bits[pair] = threefry(vec2u(seed, stream), vec2u(step, index / 2u + pair)); }
  let even = vec4u(bits[0], bits[1]);
  let odd = vec4u(bits[0].y, bits[1], bits[2].x);
  return vec4f(select(even, odd, index % 2u == 1u) >> vec4u(8u)) * 0x1p-24;
}
