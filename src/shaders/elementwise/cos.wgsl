// y = cos x; dx = -dy sin x.
alias Value = f32;

fn cos_(x: Value) -> Value {
  return cos(x);
}

fn cosGradient(x: Value, dy: Value) -> Value {
  return -dy * sin(x);
}
