// dx[p] = sum of dy[o] over the windows o that cover p, each divided by the number of elements in o where MEAN is set, in the order of o.
// One invocation owns one Value of dx. Joined with windows and divisor.
@group(0) @binding(0) var<storage, read> dy: array<Value>;

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
        total += dy[indexOf(place, o, OUTPUT)] / divisorOf(o);
      }
    }
  }
  epilogue(index * WIDTH, total);
}
