// u in [0, 1) for one element: the top 24 bits of threefry(key, (step, index / 2)), of which neighbours share one evaluation.
// The counter is the row-major element index, never an invocation's, so the fusion of a kernel does not change the numbers.
alias Value = f32;

fn uniformBits(seed: u32, stream: u32, step: u32, index: u32) -> Value {
  let pair = threefry(vec2u(seed, stream), vec2u(step, index / 2u));
  return f32(select(pair.x, pair.y, index % 2u == 1u) >> 8u) * 0x1p-24;
}
