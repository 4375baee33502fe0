// y = ln x; dx = dy / x.
alias Value = f32;

fn log_(x: Value) -> Value {
  return log(x);
}

fn logGradient(x: Value, dy: Value) -> Value {
  return dy / x;
}
