// y = x / (1 - rate) where u >= rate, else 0, with u uniform in [0, 1). Linear in x with the same mask for the same step, so the
// gradient is the function itself applied to dy: nothing is stored. Srivastava et al. 2014, inverted scaling as in Keras.
alias Value = f32;

fn dropout(x: Value, seed: u32, step: u32, rate: f32, scale: f32, stream: u32, index: u32) -> Value {
  return select(x * scale, Value(0), uniformBits(seed, stream, step, index) < Value(rate));
}
