// y normal with mean 0 and variance 1, one element: neighbours share one evaluation of threefry(key, (step, index / 2)), all of whose bits
// are used, so that the largest |y| is 6.66. Joined with threefry and boxMuller.
alias Value = f32;

fn normal(seed: u32, step: u32, stream: u32, index: u32) -> Value {
  let pair = threefry(vec2u(seed, stream), vec2u(step, index / 2u));
  return boxMuller((f32(pair.x) + 1.0) * 0x1p-32, f32(pair.y) * 0x1p-32 - 0.25 * f32(index % 2u));
}
