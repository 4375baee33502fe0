// c = a b.
alias Value = f32;

fn multiply(a: Value, b: Value) -> Value {
  return a * b;
}
