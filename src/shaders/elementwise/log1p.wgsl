// y = ln(1 + x), by the series x - x^2/2 + x^3/3 for |x| < 0.01, where 1 + x would round x away, NaN below -1 by way of
// sqrt(); dx = dy / (1 + x). Joined with keepNaN.
alias Value = f32;

fn log1p(x: Value) -> Value {
  let series = x * (Value(1) - x * (Value(0.5) - x * (Value(1.0 / 3.0) - x * (Value(0.25) - x * Value(0.2)))));
  return keepNaN(select(log(Value(1) + x), series, abs(x) < Value(0.01)), sqrt(Value(1) + x));
}

fn log1pGradient(x: Value, dy: Value) -> Value {
  return dy / (Value(1) + x);
}
