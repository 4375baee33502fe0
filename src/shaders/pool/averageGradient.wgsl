// dx = dy throughout each window, divided by the number of its elements where MEAN is set, and 0 between windows, for windows that do not
// overlap (STRIDE >= WINDOW). x is cut into cells of STRIDE that begin where windows do, CELLS to each image; an invocation owns one Value of
// each element of a cell. Joined with windows and divisor.
const CELLS: vec3u = vec3u(1u, 1u, 1u);
@group(0) @binding(0) var<storage, read> dy: array<Value>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT) { return; }
  let cell = placeOf(index, CELLS);
  let begin = beginOf(cell.at);
  var slope = Value(0);
  if (all(cell.at < OUTPUT)) { slope = dy[indexOf(cell, cell.at, OUTPUT)] / divisorOf(cell.at); }
  for (var d = 0u; d < STRIDE.x; d++) {
    for (var h = 0u; h < STRIDE.y; h++) {
      for (var w = 0u; w < STRIDE.z; w++) {
        let offset = vec3u(d, h, w);
        if (any(begin + offset >= INPUT)) { continue; }
        epilogue(indexOf(cell, begin + offset, INPUT) * WIDTH, select(Value(0), slope, all(offset < WINDOW)));
      }
    }
  }
}
