// dx of y = (x - mean) scale + shift where mean and scale follow from the moments of x. Over a batch dx = scale (dy - a - (x - mean) b), with
// a = mean of dy, b = mean of dy (x - mean) / (variance + epsilon) (Ioffe and Szegedy 2015, section 3). Over groups of channels, which have
// scales of their own, dx = scale dy - a - (x - mean) b, with a and b from sums over the group of scale dy (Wu and He 2018).
alias Value = f32;

fn normalizeGradient(dy: Value, x: Value, mean: Value, scale: Value, a: Value, b: Value) -> Value {
  return scale * (dy - a - (x - mean) * b);
}

fn normalizeGroupsGradient(dy: Value, x: Value, mean: Value, scale: Value, a: Value, b: Value) -> Value {
  return scale * dy - a - (x - mean) * b;
}
