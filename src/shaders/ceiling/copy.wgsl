// y[i] = x[i], four elements at once: to measure what a device moves at best. x and y: [4 COUNT]. One invocation owns four elements of y.
const COUNT: u32 = 1u;
alias Value = vec4f;
@group(0) @binding(0) var<storage, read> x: array<vec4f>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT) { return; }
  epilogue(index * 4u, x[index]);
}
