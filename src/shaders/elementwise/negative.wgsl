// y = -x; dx = -dy.
alias Value = f32;

fn negative(x: Value) -> Value {
  return -x;
}

fn negativeGradient(x: Value, dy: Value) -> Value {
  return -dy;
}
