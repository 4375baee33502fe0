// y = cos x; dx = -dy sin x. Joined with circular.
alias Value = f32;

fn cos_(x: Value) -> Value {
  return circular(x, 1.0);
}

fn cosGradient(x: Value, dy: Value) -> Value {
  return -dy * circular(x, 0.0);
}
