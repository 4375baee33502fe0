// keepNaN.wgsl for four elements at once.
alias Value = vec4f;

fn keepNaN(y: Value, x: Value) -> Value {
  return select(y, x, (bitcast<vec4u>(x) & vec4u(0x7fffffffu)) > vec4u(0x7f800000u));
}
