// y = e^x; dx = dy y. Joined with keepNaN.
alias Value = f32;

fn exp_(x: Value) -> Value {
  return keepNaN(exp(x), x);
}

fn expGradient(y: Value, dy: Value) -> Value {
  return dy * y;
}
