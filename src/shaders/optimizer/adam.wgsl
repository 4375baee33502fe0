// m' = m + (1 - b1) (g - m); v' = v + (1 - b2) (g^2 - v); w' = w - alpha m' / (sqrt(v') + epsilon). Kingma and Ba 2015, section 2, with
// epsilon as the epsilon-hat of its last paragraph: alpha = rate sqrt(1 - b2^t) / (1 - b1^t) holds all bias correction and is the same for a
// whole step. weight, momentum, velocity, gradient: elements of one shape. 1 - b1 and 1 - b2 come as rest1 and rest2, since their difference
// from 1 is exact only on the host.
alias Value = f32;

struct AdamUpdate {
  weight: Value,
  momentum: Value,
  velocity: Value,
}

fn adam(weight: Value, momentum: Value, velocity: Value, gradient: Value, alpha: f32, rest1: f32, rest2: f32, epsilon: f32) -> AdamUpdate {
  let m = momentum + (gradient - momentum) * rest1;
  let v = velocity + (gradient * gradient - velocity) * rest2;
  return AdamUpdate(weight - m * alpha / (sqrt(v) + Value(epsilon)), m, v);
}
