// z = sqrt(-2 ln u) cos(2 pi v), normal with mean 0 and variance 1 for independent uniform u in (0, 1] and v (Box and Muller 1958); with
// v - 1/4 it is the sine, a second independent z. u is never 0; where ln u comes out above 0 for u near 1, it counts as 0. Joined with circular.
alias Value = f32;

fn boxMuller(u: Value, v: Value) -> Value {
  return sqrt(max(-2.0 * log(u), Value(0))) * circular(v * 6.283185307, 1.0);
}
