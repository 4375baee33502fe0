// y = ln x, NaN for negative x by way of sqrt(), where some devices give ln |x|; dx = dy / x. Joined with keepNaN.
alias Value = f32;

fn log_(x: Value) -> Value {
  return keepNaN(log(x), sqrt(x));
}

fn logGradient(x: Value, dy: Value) -> Value {
  return dy / x;
}
