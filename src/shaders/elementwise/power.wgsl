// c = a^b, also for negative a and integer b: pow() is defined for a > 0 only.
alias Value = f32;

fn power(a: Value, b: Value) -> Value {
  let magnitude = select(pow(abs(a), b), Value(1), b == Value(0));
  let odd = abs(b) - 2.0 * floor(abs(b) * 0.5) == Value(1);
  let positive = select(magnitude, Value(0), (a == Value(0)) & (b > Value(0)));
  return select(positive, -positive, (a < Value(0)) & odd);
}
