// y[o] = the largest x in the window of o, channel by channel. One invocation owns one Value of y. The search begins with an element, not
// with a smallest number, so what pads x never wins. Joined with windows and order.
@group(0) @binding(0) var<storage, read> x: array<Value>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT) { return; }
  let place = placeOf(index, OUTPUT);
  let begin = beginOf(place.at);
  var largest = x[indexOf(place, max(place.at * STRIDE, BEFORE) - BEFORE, INPUT)];
  for (var d = 0u; d < WINDOW.x; d++) {
    for (var h = 0u; h < WINDOW.y; h++) {
      for (var w = 0u; w < WINDOW.z; w++) {
        let at = begin + vec3u(d, h, w);
        if (isOutside(at)) { continue; }
        let value = x[indexOf(place, at, INPUT)];
        largest = select(largest, value, isLarger(value, largest));
      }
    }
  }
  epilogue(index * WIDTH, largest);
}
