// batchBytes.wgsl for the four bytes of a word at once; ROW is a multiple of 4.
const BATCH: u32 = 1u;
const ROW: u32 = 4u;
alias Value = vec4f;
@group(0) @binding(0) var<storage, read> x: array<u32>;
@group(0) @binding(1) var<storage, read> order: array<u32>;
@group(0) @binding(2) var<storage, read> offset: array<u32>;

fn run(group: u32, lane: u32) {
  let index = (group * 64u + lane) * 4u;
  if (index >= BATCH * ROW) { return; }
  let row = order[offset[0] + index / ROW];
  epilogue(index, vec4f(vec4i((vec4u(x[(row * ROW + index % ROW) / 4u]) >> vec4u(0u, 8u, 16u, 24u)) & vec4u(255u))));
}
