// c = a / b.
alias Value = f32;

fn divide(a: Value, b: Value) -> Value {
  return a / b;
}
