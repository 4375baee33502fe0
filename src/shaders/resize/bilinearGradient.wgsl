// dx[p] = sum of dy[o] times the weight that x[p] has in y[o], in the order of o: those within one element of p. One invocation owns one
// Value of dx. Joined with neighbours.
@group(0) @binding(0) var<storage, read> dy: array<Value>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT) { return; }
  let sizes = INPUT * SIZE;
  let position = index / CHANNELS;
  let row = position / INPUT.y;
  let at = vec2u(row % INPUT.x, position % INPUT.y);
  let first = max(at * SIZE, SIZE / 2u) - SIZE / 2u;
  let end = min(at * SIZE + 2u * SIZE - SIZE / 2u, sizes);
  var total = Value(0);
  for (var h = first.x; h < end.x; h++) {
    for (var w = first.y; w < end.y; w++) {
      let weight = weightOf(at, neighboursOf(vec2u(h, w)));
      total += dy[indexOf(row / INPUT.x, vec2u(h, w), sizes, index % CHANNELS)] * weight;
    }
  }
  epilogue(index * WIDTH, total);
}

fn weightOf(at: vec2u, lies: Neighbours) -> f32 {
  let weights = select(vec2f(), 1.0 - lies.part, lies.near == at) + select(vec2f(), lies.part, lies.far == at);
  return weights.x * weights.y;
}
