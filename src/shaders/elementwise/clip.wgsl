// y = x limited to [low, high]; dx = dy inside, 0 outside. `select` keeps NaN.
alias Value = f32;

fn clip(x: Value, low: f32, high: f32) -> Value {
  let above = select(x, Value(low), x < Value(low));
  return select(above, Value(high), above > Value(high));
}

fn clipGradient(x: Value, dy: Value, low: f32, high: f32) -> Value {
  return select(Value(0), dy, (x >= Value(low)) & (x <= Value(high)));
}
