// C[m, n] = sum over k of a[k, m] b[k, n], for few columns and a short sum. One invocation owns four neighbours of C in memory, which may lie in
// several rows, so that what follows works on vectors though N is no multiple of 4; the last four may go beyond C. a: [K, PITCH], PITCH a multiple
// of 4; b: [K, N].
const M: u32 = 4u;
const PITCH: u32 = 4u;
const N: u32 = 1u;
const K: u32 = 1u;
alias Value = vec4f;
@group(0) @binding(0) var<storage, read> a: array<vec4f>;
@group(0) @binding(1) var<storage, read> b: array<f32>;

fn run(group: u32, lane: u32) {
  let index = (group * 64u + lane) * 4u;
  if (index >= M * N) { return; }
  let at = vec4u(index, index + 1u, index + 2u, index + 3u);
  let row = at / N;
  let column = at % N;
  var c = vec4f();
  for (var k = 0u; k < K; k++) {
    let i = k * (PITCH / 4u) + row / 4u;
    let j = k * N + column;
    let left = vec4f(a[i.x][row.x % 4u], a[i.y][row.y % 4u], a[i.z][row.z % 4u], a[i.w][row.w % 4u]);
    c += left * vec4f(b[j.x], b[j.y], b[j.z], b[j.w]);
  }
  epilogue(index, c);
}
