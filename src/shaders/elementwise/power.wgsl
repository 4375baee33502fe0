// c = a^b, also for negative a and integer b, where pow() is defined for a > 0 only; 1 for b = 0, NaN (by way of sqrt()) for negative a
// and fractional b. Joined with keepNaN.
alias Value = f32;

fn power(a: Value, b: Value) -> Value {
  let magnitude = select(pow(abs(a), b), Value(0), (a == Value(0)) & (b > Value(0)));
  let odd = abs(b) - 2.0 * floor(abs(b) * 0.5) == Value(1);
  let result = select(magnitude, -magnitude, (a < Value(0)) & odd);
  let domain = select(a, sqrt(a), b != floor(b));
  return select(keepNaN(keepNaN(result, b), domain), Value(1), b == Value(0));
}
