// y = x Phi(x) = x/2 (1 + erf(x / sqrt 2)); dx = dy (Phi(x) + x phi(x)). Hendrycks and Gimpel 2016.
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

fn gelu(x: Value) -> Value {
  return 0.5 * x * (Value(1) + erf(x * 0.70710678119));
}

fn geluGradient(x: Value, dy: Value) -> Value {
  let density = 0.3989422804 * exp(-0.5 * x * x);
  return dy * (0.5 * (Value(1) + erf(x * 0.70710678119)) + x * density);
}
