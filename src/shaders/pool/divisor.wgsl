// What the sum over the window of o is divided by: the number of elements that it covers, or 1 where MEAN is not set.
const MEAN: bool = true;

fn divisorOf(o: vec3u) -> f32 {
  if (!MEAN) { return 1.0; }
  if (!PADDED) { return f32(WINDOW.x * WINDOW.y * WINDOW.z); }
  let size = min(o * STRIDE + WINDOW, BEFORE + INPUT) - max(o * STRIDE, BEFORE);
  return f32(size.x * size.y * size.z);
}
