// y[o] = the sum of x in the window of o, divided by the number of its elements where MEAN is set; padding is no element. One invocation
// owns one Value of y. Joined with windows and divisor.
@group(0) @binding(0) var<storage, read> x: array<Value>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT) { return; }
  let place = placeOf(index, OUTPUT);
  let begin = beginOf(place.at);
  var total = Value(0);
  for (var d = 0u; d < WINDOW.x; d++) {
    for (var h = 0u; h < WINDOW.y; h++) {
      for (var w = 0u; w < WINDOW.z; w++) {
        let at = begin + vec3u(d, h, w);
        if (isOutside(at)) { continue; }
        total += x[indexOf(place, at, INPUT)];
      }
    }
  }
  epilogue(index * WIDTH, total / divisorOf(place.at));
}
