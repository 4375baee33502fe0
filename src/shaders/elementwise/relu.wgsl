// y = x where x >= 0, else 0. `select` keeps NaN, which max() would swallow. dx = dy where y > 0 (the derivative at 0 is 0, as in Keras).
alias Value = f32;

fn relu(x: Value) -> Value {
  return select(x, Value(0), x < Value(0));
}

fn reluGradient(y: Value, dy: Value) -> Value {
  return select(Value(0), dy, y > Value(0));
}
