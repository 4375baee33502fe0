// Linear interpolation along an axis that becomes SIZE times as long: element o lies at (o + 1/2) / SIZE - 1/2 of the input, between two
// neighbours, and beside the first or the last one at it. In whole numbers, so that the same o has the same weights in both directions.
const COUNT: u32 = 1u;
const INPUT: vec2u = vec2u(1u, 1u);
const SIZE: vec2u = vec2u(1u, 1u);
const CHANNELS: u32 = 1u;
const WIDTH: u32 = 1u;
alias Value = f32;

struct Neighbours { near: vec2u, far: vec2u, part: vec2f }

// The neighbours of o in the input, and the weight of the far one.
fn neighboursOf(o: vec2u) -> Neighbours {
  let at = max(2u * o + vec2u(1u), SIZE) - SIZE;
  let near = at / (2u * SIZE);
  return Neighbours(near, min(near + vec2u(1u), INPUT - vec2u(1u)), vec2f(at % (2u * SIZE)) / vec2f(2u * SIZE));
}

// The number of the Value at `at` in a tensor [images, height, width, channels] of these sizes.
fn indexOf(image: u32, at: vec2u, sizes: vec2u, channel: u32) -> u32 {
  return ((image * sizes.x + at.x) * sizes.y + at.y) * CHANNELS + channel;
}
