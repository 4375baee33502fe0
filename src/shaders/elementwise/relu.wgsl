// y = x where x >= 0, else 0; NaN passes. dx = dy where y > 0 (the derivative at 0 is 0, as in Keras). Joined with keepNaN: some compilers make a
// max(), which drops NaN, of a select() as well.
alias Value = f32;

fn relu(x: Value) -> Value {
  return keepNaN(max(x, Value(0)), x);
}

fn reluGradient(y: Value, dy: Value) -> Value {
  return select(Value(0), dy, y > Value(0));
}
