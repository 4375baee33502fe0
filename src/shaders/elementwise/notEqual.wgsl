// c = 1 where a != b, else 0. By way of ==, since NaN differs from itself but a != b may be false for it.
alias Value = f32;

fn notEqual(a: Value, b: Value) -> Value {
  return select(Value(1), Value(0), a == b);
}
