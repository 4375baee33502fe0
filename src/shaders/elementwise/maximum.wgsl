// c = the larger of a and b; NaN passes.
alias Value = f32;

fn maximum(a: Value, b: Value) -> Value {
  return select(a, b, (a < b));
}
