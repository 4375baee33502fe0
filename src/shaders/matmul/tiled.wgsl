// C[b,m,n] = sum over k of A B, for GPUs: a workgroup of 64 owns 32 x 32 of C, each invocation 4 x 4 in named vectors. Blocks of
// 16 k of both operands are staged in workgroup memory k-major, so the inner loop reads vectors whatever the operands' layouts:
// stageA and stageB (joined) transpose on the way in. k beyond K reads as 0. Tiling as in Volkov and Demmel 2008.
const M: u32 = 32u;
const N: u32 = 32u;
const K: u32 = 16u;
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;
var<workgroup> tileA: array<f32, 576>;
var<workgroup> tileB: array<f32, 576>;

fn fromA(k: u32, m: u32) -> vec4f {
  let i = k * 36u + m;
  return vec4f(tileA[i], tileA[i + 1u], tileA[i + 2u], tileA[i + 3u]);
}

fn fromB(k: u32, n: u32) -> vec4f {
  let i = k * 36u + n;
  return vec4f(tileB[i], tileB[i + 1u], tileB[i + 2u], tileB[i + 3u]);
}

fn run(group: u32, lane: u32) {
  let column = (group % COLUMN_TILES) * 32u;
  let row = (group / COLUMN_TILES) % ROW_TILES * 32u;
  let batch = group / (COLUMN_TILES * ROW_TILES);
  let x = (lane % 8u) * 4u;
  let y = (lane / 8u) * 4u;
  var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
  for (var k = 0u; k < K; k += 16u) {
    stageA(batch, row, k, lane);
    stageB(batch, column, k, lane);
    workgroupBarrier();
    for (var i = 0u; i < 16u; i++) {
      let a = fromA(i, y);
      let b = fromB(i, x);
      c0 += a.x * b; c1 += a.y * b; c2 += a.z * b; c3 += a.w * b;
    }
    workgroupBarrier();
  }
  // One call in a loop: the epilogue may be long, and copies of it for each row would have to be compiled.
  for (var r = 0u; r < 4u; r++) {
    var value = c0;
    switch (r) {
      case 1u: { value = c1; }
      case 2u: { value = c2; }
      case 3u: { value = c3; }
      default: {}
    }
    emit(batch, row + y + r, column + x, value);
  }
}
