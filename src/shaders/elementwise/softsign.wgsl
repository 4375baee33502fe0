// y = x / (1 + |x|); dx = dy / (1 + |x|)^2. Both sides of a large quotient are made smaller: some devices have no reciprocal of numbers beyond 1e37.
alias Value = f32;

fn softsign(x: Value) -> Value {
  let scale = select(Value(1), Value(0x1p-64), abs(x) > Value(1e30));
  return x * scale / (scale + abs(x) * scale);
}

fn softsignGradient(x: Value, dy: Value) -> Value {
  let d = Value(1) + abs(x);
  return dy / (d * d);
}
