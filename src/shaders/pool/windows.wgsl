// Where windows lie: joined to every kernel of this folder. Tensors are [images, depth, height, width, channels]; those of fewer spatial
// axes have leading ones of size 1. The window of output o covers the elements o * STRIDE - BEFORE + [0, WINDOW) of the input, as far as they
// exist; BEFORE < WINDOW, so that one of them does. CHANNELS counts Values: `alias Value = vec4f` with WIDTH 4 takes four channels at once.
const COUNT: u32 = 1u;
const INPUT: vec3u = vec3u(1u, 1u, 1u);
const OUTPUT: vec3u = vec3u(1u, 1u, 1u);
const WINDOW: vec3u = vec3u(1u, 1u, 1u);
const STRIDE: vec3u = vec3u(1u, 1u, 1u);
const BEFORE: vec3u = vec3u(0u, 0u, 0u);
const PADDED: bool = false;
const CHANNELS: u32 = 1u;
const WIDTH: u32 = 1u;
alias Value = f32;

struct Place { image: u32, at: vec3u, channel: u32 }

// The place of Value number `index` in a tensor of these spatial sizes.
fn placeOf(index: u32, sizes: vec3u) -> Place {
  let position = index / CHANNELS;
  let row = position / sizes.z;
  let plane = row / sizes.y;
  return Place(plane / sizes.x, vec3u(plane % sizes.x, row % sizes.y, position % sizes.z), index % CHANNELS);
}

// The number of the Value at `at`, of the same image and channel.
fn indexOf(place: Place, at: vec3u, sizes: vec3u) -> u32 {
  return (((place.image * sizes.x + at.x) * sizes.y + at.y) * sizes.z + at.z) * CHANNELS + place.channel;
}

// Where the window of output o begins; a place in the padding wraps around to a huge number.
fn beginOf(o: vec3u) -> vec3u {
  return o * STRIDE - BEFORE;
}

// Whether a place is in the padding.
fn isOutside(at: vec3u) -> bool {
  return PADDED && any(at >= INPUT);
}

// The first and the last window that covers an element of the input; none where the first is larger than the last.
fn firstWindow(at: vec3u) -> vec3u {
  return (max(at + BEFORE + STRIDE, WINDOW) - WINDOW) / STRIDE;
}

fn lastWindow(at: vec3u) -> vec3u {
  return min((at + BEFORE) / STRIDE, OUTPUT - vec3u(1u));
}
