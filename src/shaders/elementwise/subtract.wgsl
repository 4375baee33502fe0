// c = a - b.
alias Value = f32;

fn subtract(a: Value, b: Value) -> Value {
  return a - b;
}
