// dx = dy at the first largest x of each window, else 0, for windows that do not overlap (STRIDE >= WINDOW). x is cut into cells of STRIDE
// that begin where windows do, CELLS to each image; an invocation owns one Value of each element of a cell. It looks for the largest x of the
// window again, which costs less than to store where it was: the gradient of an activation before reads x anyway. Joined with windows, order,
// span and winner.
const CELLS: vec3u = vec3u(1u, 1u, 1u);
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
        let offset = vec3u(d, h, w);
        if (any(begin + offset >= INPUT)) { continue; }
        epilogue(indexOf(cell, begin + offset, INPUT) * WIDTH, select(Value(0), slope, winner == Bits(numberOf(offset))));
      }
    }
  }
}
