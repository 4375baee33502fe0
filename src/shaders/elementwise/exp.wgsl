// y = e^x; dx = dy y.
alias Value = f32;

fn exp_(x: Value) -> Value {
  return exp(x);
}

fn expGradient(y: Value, dy: Value) -> Value {
  return dy * y;
}
