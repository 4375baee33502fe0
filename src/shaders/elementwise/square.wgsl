// y = x^2; dx = 2 x dy.
alias Value = f32;

fn square(x: Value) -> Value {
  return x * x;
}

fn squareGradient(x: Value, dy: Value) -> Value {
  return 2.0 * x * dy;
}
