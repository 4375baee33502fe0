// y = sin x; dx = dy cos x.
alias Value = f32;

fn sin_(x: Value) -> Value {
  return sin(x);
}

fn sinGradient(x: Value, dy: Value) -> Value {
  return dy * cos(x);
}
