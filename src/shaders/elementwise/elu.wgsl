// y = x for x > 0, else alpha (e^x - 1); for |x| < 0.01 by the series, since e^x - 1 would cancel. dx = dy for x > 0, else dy (y + alpha). Clevert et al. 2015.
alias Value = f32;

fn elu(x: Value, alpha: f32) -> Value {
  let series = x * (Value(1) + x * (Value(0.5) + x * Value(1.0 / 6.0)));
  let negative = alpha * select(exp(min(x, Value(0))) - Value(1), series, abs(x) < Value(0.01));
  return select(x, negative, x < Value(0));
}

fn eluGradient(y: Value, dy: Value, alpha: f32) -> Value {
  return select(dy, dy * (y + Value(alpha)), y < Value(0));
}
