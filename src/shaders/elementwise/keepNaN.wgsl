// y, or x where x is NaN. By its bits: WGSL leaves open what comparisons, exp() and log() make of NaN, and some devices make it a number.
alias Value = f32;

fn keepNaN(y: Value, x: Value) -> Value {
  return select(y, x, (bitcast<u32>(x) & 0x7fffffffu) > 0x7f800000u);
}
