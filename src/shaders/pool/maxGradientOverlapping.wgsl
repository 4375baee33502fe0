// dx[p] = sum of dy[o] over the windows o whose winner is p, in the order of o. One invocation owns one Value of dx. winners: as the kernel
// winners makes them, each found once instead of once for each element of its window. Joined with windows and span.
@group(0) @binding(0) var<storage, read> winners: array<Value>;
@group(0) @binding(1) var<storage, read> dy: array<Value>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT) { return; }
  let place = placeOf(index, INPUT);
  let first = firstWindow(place.at);
  let last = lastWindow(place.at);
  var total = Value(0);
  for (var d = first.x; d <= last.x; d++) {
    for (var h = first.y; h <= last.y; h++) {
      for (var w = first.z; w <= last.z; w++) {
        let o = vec3u(d, h, w);
        let at = indexOf(place, o, OUTPUT);
        total += select(Value(0), dy[at], winners[at] == Value(f32(numberOf(place.at - beginOf(o)))));
      }
    }
  }
  epilogue(index * WIDTH, total);
}
