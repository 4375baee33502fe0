// y = x / (1 + |x|); dx = dy / (1 + |x|)^2.
alias Value = f32;

fn softsign(x: Value) -> Value {
  return x / (Value(1) + abs(x));
}

fn softsignGradient(x: Value, dy: Value) -> Value {
  let d = Value(1) + abs(x);
  return dy / (d * d);
}
