// y = (x - mean) scale + shift. The mean is subtracted first: x scale + (shift - mean scale) would lose the digits that a large mean takes.
alias Value = f32;

fn normalize_(x: Value, mean: Value, scale: Value, shift: Value) -> Value {
  return (x - mean) * scale + shift;
}
