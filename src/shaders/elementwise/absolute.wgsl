// y = |x|; dx = dy sign(x), 0 at 0.
alias Value = f32;

fn absolute(x: Value) -> Value {
  return abs(x);
}

fn absoluteGradient(x: Value, dy: Value) -> Value {
  return dy * sign(x);
}
