// y = largest integer not above x. Its gradient is 0 everywhere.
alias Value = f32;

fn floor_(x: Value) -> Value {
  return floor(x);
}
