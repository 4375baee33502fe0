// y = ln(1 + e^x) = max(x, 0) + ln(1 + exp(-|x|)); dx = dy / (1 + e^-x). For small e, ln(1 + e) is e - e^2/2 + e^3/3.
alias Value = f32;

fn softplus(x: Value) -> Value {
  let e = exp(-abs(x));
  let series = e * (Value(1) - e * (Value(0.5) - e * Value(1.0 / 3.0)));
  let tail = select(log(Value(1) + e), series, e < Value(0.01));
  return select(x, Value(0), x < Value(0)) + tail;
}

fn softplusGradient(x: Value, dy: Value) -> Value {
  let e = exp(-abs(x));
  return dy * select(Value(1), e, x < Value(0)) / (Value(1) + e);
}
