// columns.wgsl for four neighbouring i at once; INNER is a multiple of 4. One invocation owns four neighbours of y.
const OUTER: u32 = 1u;
const REDUCED: u32 = 1u;
const INNER: u32 = 4u;
alias Value = vec4f;
@group(0) @binding(0) var<storage, read> x: array<vec4f>;

fn run(group: u32, lane: u32) {
  let index = (group * 64u + lane) * 4u;
  if (index >= OUTER * INNER) { return; }
  var at = (index / INNER * REDUCED * INNER + index % INNER) / 4u;
  var result = identity4();
  for (var r = 0u; r < REDUCED; r++) {
    result = combine4(result, x[at]);
    at += INNER / 4u;
  }
  epilogue(index, result);
}
