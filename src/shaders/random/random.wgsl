// y uniform in [0, 1): the generator as an op.
alias Value = f32;

fn random(seed: u32, step: u32, stream: u32, index: u32) -> Value {
  return uniformBits(seed, stream, step, index);
}
