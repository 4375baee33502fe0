// y = a where condition != 0, else b.
alias Value = f32;

fn where_(condition: Value, a: Value, b: Value) -> Value {
  return select(b, a, condition != Value(0));
}
