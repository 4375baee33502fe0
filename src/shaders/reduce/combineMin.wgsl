// Minimum: identity the largest finite f32. NaN stays, found by its bits: min() may drop it.
fn identity() -> f32 { return 3.4028234e38; }
fn combine(a: f32, b: f32) -> f32 {
  return select(select(min(a, b), b, isNaN(vec4f(b)).x), a, isNaN(vec4f(a)).x);
}
fn identity4() -> vec4f { return vec4f(3.4028234e38); }
fn combine4(a: vec4f, b: vec4f) -> vec4f {
  return select(select(min(a, b), b, isNaN(b)), a, isNaN(a));
}
fn isNaN(x: vec4f) -> vec4<bool> {
  return (bitcast<vec4u>(x) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u);
}
