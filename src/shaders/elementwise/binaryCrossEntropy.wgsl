// loss = -y ln s(x) - (1 - y) ln(1 - s(x)), s the logistic function, as max(x, 0) - x y + ln(1 + exp(-|x|)), which cannot overflow;
// dx = dy (s(x) - y). For small e, ln(1 + e) is e - e^2/2 + e^3/3. x: log-odds; y: probabilities, of one shape.
alias Value = f32;

fn binaryCrossEntropy(x: Value, y: Value) -> Value {
  let e = exp(-abs(x));
  let series = e * (Value(1) - e * (Value(0.5) - e * Value(1.0 / 3.0)));
  let tail = select(log(Value(1) + e), series, e < Value(0.01));
  return select(x, Value(0), x < Value(0)) - x * y + tail;
}

fn binaryCrossEntropyGradient(x: Value, y: Value, dy: Value) -> Value {
  let e = exp(-abs(x));
  return dy * (select(Value(1), e, x < Value(0)) / (Value(1) + e) - y);
}
