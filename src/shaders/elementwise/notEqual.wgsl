// c = 1 where a != b, else 0.
alias Value = f32;

fn notEqual(a: Value, b: Value) -> Value {
  return select(Value(0), Value(1), a != b);
}
