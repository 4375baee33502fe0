// direct.wgsl for GPUs: a workgroup of 64 owns 32 tiles x 32 columns of y, each invocation 4 tiles x 4 columns as matrices of tiles: p top left, q top right,
// s bottom left, t bottom right. The main loop is that of matmul/tiled.wgsl, which says how blocks are staged in workgroup memory. Joined with: startA and blockA,
// startBlock and block, weights and emit.
const SEGMENT: u32 = 4u;
const COLUMN_TILES: u32 = 1u;
const CHUNKS: u32 = (SEGMENT + 31u) / 32u;
var<workgroup> tileA: array<vec4f, 288>;
var<workgroup> tileB: array<vec4f, 288>;

fn run(group: u32, lane: u32) {
  let column = group % COLUMN_TILES * 32u;
  let tile = group / COLUMN_TILES * 32u;
  let inA = laneOf(lane, 8u, A_ROWS);
  let inB = laneOf(lane, 8u, B_ROWS);
  let atA = inA.y * 9u + inA.x;
  let atB = inB.y * 9u + inB.x;
  let x = lane % 8u;
  let y = lane / 8u;
  var p = mat4x4f(); var q = mat4x4f(); var s = mat4x4f(); var t = mat4x4f();
  var left = blockA(startA(0u, tile + inA.x * 4u), 0u, inA.y * 4u);
  var right = block(startBlock(0u, column + inB.x * 4u), 0u, inB.y * 4u);
  for (var component = 0u; component < 16u; component++) {
    var c = mat4x4f();
    for (var chunk = 0u; chunk < CHUNKS; chunk++) {
      workgroupBarrier();
      tileA[atA] = left[0]; tileA[atA + 72u] = left[1]; tileA[atA + 144u] = left[2]; tileA[atA + 216u] = left[3];
      tileB[atB] = right[0]; tileB[atB + 72u] = right[1]; tileB[atB + 144u] = right[2]; tileB[atB + 216u] = right[3];
      workgroupBarrier();
      let next = min(component * CHUNKS + chunk + 1u, 16u * CHUNKS - 1u);
      left = blockA(startA(next / CHUNKS, tile + inA.x * 4u), 0u, (next % CHUNKS * 8u + inA.y) * 4u);
      right = block(startBlock(next / CHUNKS, column + inB.x * 4u), 0u, (next % CHUNKS * 8u + inB.y) * 4u);
      for (var j = 0u; j < 8u; j++) {
        for (var i = 0u; i < 4u; i++) {
          c += outer(tileA[(i * 8u + j) * 9u + y], tileB[(i * 8u + j) * 9u + x]);
        }
      }
    }
    let w = weights(component);
    p += w.x * c;
    q += w.y * c;
    s += w.z * c;
    t += w.w * c;
  }
  // One call in a loop: the epilogue may be long, and copies of it for each row would have to be compiled.
  var blocks = array(p, q, s, t);
  for (var i = 0u; i < 16u; i++) {
    emit(tile + y * 4u + i % 4u, i / 4u, column + x * 4u, blocks[i / 4u][i % 4u]);
  }
}
