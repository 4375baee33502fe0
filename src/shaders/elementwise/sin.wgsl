// y = sin x; dx = dy cos x. Joined with circular.
alias Value = f32;

fn sin_(x: Value) -> Value {
  return circular(x, 0.0);
}

fn sinGradient(x: Value, dy: Value) -> Value {
  return dy * circular(x, 1.0);
}
