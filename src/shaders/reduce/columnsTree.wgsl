// columns4.wgsl for few columns of many rows, on GPUs: a workgroup of 64 owns four neighbours of y, each invocation every 64th r, whose
// combinations a tree of fixed order combines. INNER is a multiple of 4. Joined with tree4.
const OUTER: u32 = 1u;
const REDUCED: u32 = 64u;
const INNER: u32 = 4u;
alias Value = vec4f;
@group(0) @binding(0) var<storage, read> x: array<vec4f>;

fn run(group: u32, lane: u32) {
  let index = group * 4u;
  let first = (index / INNER * REDUCED * INNER + index % INNER) / 4u;
  var result = identity4();
  for (var r = lane; r < REDUCED; r += 64u) {
    result = combine4(result, x[first + r * (INNER / 4u)]);
  }
  let all = tree4(lane, result);
  if (lane == 0u) { epilogue(index, all); }
}
