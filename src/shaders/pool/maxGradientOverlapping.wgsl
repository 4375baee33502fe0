// dx[p] = sum of dy[o] over the windows o in which x[p] is the first largest, in the order of o. One invocation owns one Value of dx: it
// compares x[p] with y of each window that covers it, and only where they are equal with the elements before it. Joined with windows and order.
@group(0) @binding(0) var<storage, read> x: array<Value>;
@group(0) @binding(1) var<storage, read> y: array<Value>;
@group(0) @binding(2) var<storage, read> dy: array<Value>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT) { return; }
  let place = placeOf(index, INPUT);
  let value = x[index];
  let first = firstWindow(place.at);
  let last = lastWindow(place.at);
  var total = Value(0);
  for (var d = first.x; d <= last.x; d++) {
    for (var h = first.y; h <= last.y; h++) {
      for (var w = first.z; w <= last.z; w++) {
        let o = vec3u(d, h, w);
        let at = indexOf(place, o, OUTPUT);
        total += select(Value(0), dy[at], isFirst(place, o, isEqual(value, y[at]), y[at]));
      }
    }
  }
  epilogue(index * WIDTH, total);
}

// `hits` without the channels in which an element of window o before the place has that value as well.
fn isFirst(place: Place, o: vec3u, hits: Flags, largest: Value) -> Flags {
  let begin = beginOf(o);
  var left = hits;
  for (var d = 0u; d < WINDOW.x; d++) {
    for (var h = 0u; h < WINDOW.y; h++) {
      for (var w = 0u; w < WINDOW.z; w++) {
        let at = begin + vec3u(d, h, w);
        if (!any(left) || all(at == place.at)) { return left; }
        if (isOutside(at)) { continue; }
        left = left & !isEqual(x[indexOf(place, at, INPUT)], largest);
      }
    }
  }
  return left;
}
