// m' = mu m - rate g; w' = w + m', or with Nesterov's look-ahead w' = w + mu m' - rate g. The rate is inside the velocity, as in Keras.
// Sutskever et al. 2013, equations 1 to 4. weight, momentum, gradient: elements of one shape.
alias Value = f32;

struct SgdUpdate {
  weight: Value,
  momentum: Value,
}

fn sgdMomentum(weight: Value, momentum: Value, gradient: Value, rate: f32, mu: f32, nesterov: bool) -> SgdUpdate {
  let step = gradient * rate;
  let m = momentum * mu - step;
  return SgdUpdate(weight + select(m, m * mu - step, nesterov), m);
}
