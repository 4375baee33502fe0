// y[o] = x between its four neighbours, linear along both axes, the inner one first. One invocation owns one Value of y. Half-pixel centres,
// as in Keras's image.resize. Joined with neighbours.
@group(0) @binding(0) var<storage, read> x: array<Value>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT) { return; }
  let sizes = INPUT * SIZE;
  let position = index / CHANNELS;
  let row = position / sizes.y;
  let image = row / sizes.x;
  let channel = index % CHANNELS;
  let lies = neighboursOf(vec2u(row % sizes.x, position % sizes.y));
  let above = mix(x[indexOf(image, lies.near, INPUT, channel)], x[indexOf(image, vec2u(lies.near.x, lies.far.y), INPUT, channel)], lies.part.y);
  let below = mix(x[indexOf(image, vec2u(lies.far.x, lies.near.y), INPUT, channel)], x[indexOf(image, lies.far, INPUT, channel)], lies.part.y);
  epilogue(index * WIDTH, mix(above, below, lies.part.x));
}
