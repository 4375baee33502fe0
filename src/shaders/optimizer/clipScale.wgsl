// s = limit / max(norm, limit), from the sum of squares norm^2: what gradients are multiplied by so that their norm is at most `limit`. Where a
// gradient is infinite or NaN, so is the sum, and s is NaN: found by its exponent bits, since comparisons of such values are left open by WGSL.
fn clipScale(squares: f32, limit: f32) -> f32 {
  let bits = bitcast<u32>(squares);
  let broken = (bits & 0x7f800000u) == 0x7f800000u;
  let scale = limit / max(sqrt(squares), limit);
  return bitcast<f32>(select(bitcast<u32>(scale), bits | 0x7fc00000u, broken));
}
