// dx = dy at the first largest x of each window, else 0, for windows that do not overlap (STRIDE >= WINDOW). x is cut into cells of STRIDE
// that begin where windows do, CELLS to each image; an invocation owns one Value of each element of a cell. It looks for the largest x of the
// window again, which costs less than to store where it was: the gradient of an activation before reads x anyway. Joined with windows and order.
const CELLS: vec3u = vec3u(1u, 1u, 1u);
@group(0) @binding(0) var<storage, read> x: array<Value>;
@group(0) @binding(1) var<storage, read> dy: array<Value>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT) { return; }
  let cell = placeOf(index, CELLS);
  let begin = beginOf(cell.at);
  var winner = Bits(0xffffffffu);
  var slope = Value(0);
  if (all(cell.at < OUTPUT)) {
    winner = winnerOf(cell);
    slope = dy[indexOf(cell, cell.at, OUTPUT)];
  }
  for (var d = 0u; d < STRIDE.x; d++) {
    for (var h = 0u; h < STRIDE.y; h++) {
      for (var w = 0u; w < STRIDE.z; w++) {
        let at = begin + vec3u(d, h, w);
        if (any(at >= INPUT)) { continue; }
        epilogue(indexOf(cell, at, INPUT) * WIDTH, select(Value(0), slope, winner == Bits(numberOf(d, h, w))));
      }
    }
  }
}

// The number of the largest element of a cell's window.
fn winnerOf(cell: Place) -> Bits {
  let begin = beginOf(cell.at);
  let first = max(cell.at * STRIDE, BEFORE) - BEFORE - begin;
  var largest = x[indexOf(cell, begin + first, INPUT)];
  var winner = Bits(numberOf(first.x, first.y, first.z));
  for (var d = 0u; d < WINDOW.x; d++) {
    for (var h = 0u; h < WINDOW.y; h++) {
      for (var w = 0u; w < WINDOW.z; w++) {
        let at = begin + vec3u(d, h, w);
        if (isOutside(at)) { continue; }
        let value = x[indexOf(cell, at, INPUT)];
        let wins = isLarger(value, largest);
        largest = select(largest, value, wins);
        winner = select(winner, Bits(numberOf(d, h, w)), wins);
      }
    }
  }
  return winner;
}

// Elements of a cell in row-major order.
fn numberOf(d: u32, h: u32, w: u32) -> u32 {
  return (d * STRIDE.y + h) * STRIDE.z + w;
}
