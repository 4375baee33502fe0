// The error function; dx = dy 2/sqrt(pi) exp(-x^2).
alias Value = f32;

// erf by Abramowitz and Stegun 7.1.26 has error 1.5e-7; near 0 its Maclaurin series is used, where the former would cancel.
fn erf(x: Value) -> Value {
  let a = abs(x);
  let t = Value(1) / (Value(1) + 0.3275911 * a);
  let poly = t * (Value(0.254829592) + t * (Value(-0.284496736) + t * (Value(1.421413741) + t * (Value(-1.453152027) + t * Value(1.061405429)))));
  let far = sign(x) * (Value(1) - poly * exp(-a * a));
  let s = x * x;
  let near = 1.1283791671 * x * (Value(1) - s * (Value(1.0 / 3.0) - s * (Value(0.1) - s * (Value(1.0 / 42.0) - s * Value(1.0 / 216.0)))));
  return select(far, near, a < Value(0.5));
}

fn erfGradient(x: Value, dy: Value) -> Value {
  return dy * 1.1283791671 * exp(-x * x);
}
