// y = largest integer not above x. Its gradient is 0 everywhere.
alias Value = f32;

fn floor(x: Value) -> Value {
  return floor(x);
}
