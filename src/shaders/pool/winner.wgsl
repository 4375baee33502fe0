// The number of the largest x in the window of o, the first of equals, channel by channel. Joined with windows, order and span.
@group(0) @binding(0) var<storage, read> x: array<Value>;

fn winnerOf(o: Place) -> Bits {
  let begin = beginOf(o.at);
  let first = max(o.at * STRIDE, BEFORE) - BEFORE - begin;
  var largest = x[indexOf(o, begin + first, INPUT)];
  var winner = Bits(numberOf(first));
  for (var d = 0u; d < WINDOW.x; d++) {
    for (var h = 0u; h < WINDOW.y; h++) {
      for (var w = 0u; w < WINDOW.z; w++) {
        let offset = vec3u(d, h, w);
        if (isOutside(begin + offset)) { continue; }
        let value = x[indexOf(o, begin + offset, INPUT)];
        let wins = isLarger(value, largest);
        largest = select(largest, value, wins);
        winner = select(winner, Bits(numberOf(offset)), wins);
      }
    }
  }
  return winner;
}
