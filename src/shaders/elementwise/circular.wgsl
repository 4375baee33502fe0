// sin(x + shift pi/2). WGSL's own sin() and cos() may be off by 5e-4; this one is within 3e-7 up to |x| = 1000 and loses digits beyond.
// x = k pi/2 + r with |r| <= pi/4, pi/2 in three parts whose products with k are exact, so that r keeps its digits (Cody and Waite 1980);
// then the Maclaurin series of sine or cosine, whichever the quadrant k + shift asks for.
alias Value = f32;

fn circular(x: Value, shift: f32) -> Value {
  let k = round(x * 0.636619772);
  let r = x - k * 1.5703125 - k * 4.837512969970703e-4 - k * 7.549789948768648e-8;
  let s = r * r;
  let sine = r * (Value(1) - s * (Value(1.0 / 6.0) - s * (Value(1.0 / 120.0) - s * (Value(1.0 / 5040.0) - s * Value(1.0 / 362880.0)))));
  let cosine = Value(1) - s * (Value(0.5) - s * (Value(1.0 / 24.0) - s * (Value(1.0 / 720.0) - s * Value(1.0 / 40320.0))));
  let turned = k + Value(shift);
  let quadrant = turned - 4.0 * floor(turned * 0.25);
  let y = select(sine, cosine, (quadrant == Value(1)) | (quadrant == Value(3)));
  return select(y, -y, quadrant >= Value(2));
}
