// y = value: a constant that a kernel of its own must read from a buffer.
alias Value = f32;

fn fill(value: f32) -> Value {
  return Value(value);
}
