// c = the larger of a and b; NaN of either passes. Joined with keepNaN.
alias Value = f32;

fn maximum(a: Value, b: Value) -> Value {
  return keepNaN(keepNaN(select(a, b, a < b), b), a);
}
