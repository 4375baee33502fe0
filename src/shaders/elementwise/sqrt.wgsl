// y = sqrt(x); dx = dy / (2 y).
alias Value = f32;

fn sqrt_(x: Value) -> Value {
  return sqrt(x);
}

fn sqrtGradient(y: Value, dy: Value) -> Value {
  return dy * 0.5 / y;
}
