// c = a + b.
alias Value = f32;

fn add(a: Value, b: Value) -> Value {
  return a + b;
}
