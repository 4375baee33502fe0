// y = 1 / sqrt(x); dx = -dy y^3 / 2.
alias Value = f32;

fn rsqrt(x: Value) -> Value {
  return inverseSqrt(x);
}

fn rsqrtGradient(y: Value, dy: Value) -> Value {
  return -0.5 * dy * y * y * y;
}
