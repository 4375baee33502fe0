// c = the smaller of a and b; NaN of either passes. Joined with keepNaN.
alias Value = f32;

fn minimum(a: Value, b: Value) -> Value {
  return keepNaN(keepNaN(select(a, b, b < a), b), a);
}
