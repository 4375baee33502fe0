// The order of values in a maximum: NaN above all numbers, so that it passes, and found by its bits, since WGSL leaves open what
// comparisons make of it. The earlier of equals stays.
alias Value = f32;
alias Bits = u32;
alias Flags = bool;

fn isNaN(x: Value) -> Flags {
  return (bitcast<Bits>(x) & Bits(0x7fffffffu)) > Bits(0x7f800000u);
}

fn isLarger(a: Value, b: Value) -> Flags {
  return (a > b) | (isNaN(a) & !isNaN(b));
}
