// c = the smaller of a and b; NaN of a passes.
alias Value = f32;

fn minimum(a: Value, b: Value) -> Value {
  return select(a, b, b < a);
}
