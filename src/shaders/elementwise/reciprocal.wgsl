// y = 1 / x; dx = -dy y^2.
alias Value = f32;

fn reciprocal(x: Value) -> Value {
  return Value(1) / x;
}

fn reciprocalGradient(y: Value, dy: Value) -> Value {
  return -dy * y * y;
}
