// columns.wgsl for four neighbours of y at once, where INNER is no multiple of 4: they may lie in two rows, and the last reach beyond y, into what
// pads its buffer, where they are 0. What follows works on vectors then. One invocation owns four neighbours.
const OUTER: u32 = 1u;
const REDUCED: u32 = 1u;
const INNER: u32 = 5u;
alias Value = vec4f;
@group(0) @binding(0) var<storage, read> x: array<f32>;

fn run(group: u32, lane: u32) {
  let index = (group * 64u + lane) * 4u;
  if (index >= OUTER * INNER) { return; }
  let places = vec4u(index, index + 1u, index + 2u, index + 3u);
  let own = min(places, vec4u(OUTER * INNER - 1u));
  var at = own / INNER * (REDUCED * INNER) + own % INNER;
  var result = identity4();
  for (var r = 0u; r < REDUCED; r++) {
    result = combine4(result, vec4f(x[at.x], x[at.y], x[at.z], x[at.w]));
    at += vec4u(INNER);
  }
  epilogue(index, select(vec4f(), result, places == own));
}
