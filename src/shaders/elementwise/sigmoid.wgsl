// y = 1 / (1 + e^-x), from e = exp(-|x|), which cannot overflow; dx = dy y (1 - y). Joined with keepNaN.
alias Value = f32;

fn sigmoid(x: Value) -> Value {
  let e = exp(-abs(x));
  return keepNaN(select(Value(1), e, x < Value(0)) / (Value(1) + e), x);
}

fn sigmoidGradient(y: Value, dy: Value) -> Value {
  return dy * y * (Value(1) - y);
}
