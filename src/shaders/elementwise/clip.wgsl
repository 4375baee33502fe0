// y = x limited to [low, high]; dx = dy inside, 0 outside; NaN passes. Joined with keepNaN, as relu.wgsl.
alias Value = f32;

fn clip(x: Value, low: f32, high: f32) -> Value {
  return keepNaN(min(max(x, Value(low)), Value(high)), x);
}

fn clipGradient(x: Value, dy: Value, low: f32, high: f32) -> Value {
  return select(Value(0), dy, (x >= Value(low)) & (x <= Value(high)));
}
