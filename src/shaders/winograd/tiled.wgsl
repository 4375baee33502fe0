// direct.wgsl for GPUs: a workgroup of 64 owns 32 tiles x 32 columns of y, each invocation 4 tiles x 4 columns in named vectors: p top left, q top right,
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
  let quad = lane / 8u;
  let depth = lane % 8u * 4u;
  let at = depth * 9u + quad;
  let x = lane % 8u;
  let y = lane / 8u;
  var p0 = vec4f(); var p1 = vec4f(); var p2 = vec4f(); var p3 = vec4f();
  var q0 = vec4f(); var q1 = vec4f(); var q2 = vec4f(); var q3 = vec4f();
  var s0 = vec4f(); var s1 = vec4f(); var s2 = vec4f(); var s3 = vec4f();
  var t0 = vec4f(); var t1 = vec4f(); var t2 = vec4f(); var t3 = vec4f();
  for (var component = 0u; component < 16u; component++) {
    let startOfA = startA(component, tile + quad * 4u);
    let startOfB = startBlock(component, column + quad * 4u);
    var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
    for (var chunk = 0u; chunk < CHUNKS; chunk++) {
      let k = chunk * 32u + depth;
      workgroupBarrier();
      let left = blockA(startOfA, 0u, k);
      let right = block(startOfB, 0u, k);
      tileA[at] = left[0]; tileA[at + 9u] = left[1]; tileA[at + 18u] = left[2]; tileA[at + 27u] = left[3];
      tileB[at] = right[0]; tileB[at + 9u] = right[1]; tileB[at + 18u] = right[2]; tileB[at + 27u] = right[3];
      workgroupBarrier();
      for (var i = 0u; i < 32u; i++) {
        let a = tileA[i * 9u + y];
        let b = tileB[i * 9u + x];
        c0 += a.x * b; c1 += a.y * b; c2 += a.z * b; c3 += a.w * b;
      }
    }
    let w = weights(component);
    p0 += w.x * c0; p1 += w.x * c1; p2 += w.x * c2; p3 += w.x * c3;
    q0 += w.y * c0; q1 += w.y * c1; q2 += w.y * c2; q3 += w.y * c3;
    s0 += w.z * c0; s1 += w.z * c1; s2 += w.z * c2; s3 += w.z * c3;
    t0 += w.w * c0; t1 += w.w * c1; t2 += w.w * c2; t3 += w.w * c3;
  }
  // One call in a loop: the epilogue may be long, and copies of it for each position would have to be compiled.
  for (var i = 0u; i < 16u; i++) {
    var value = p0;
    switch (i) {
      case 1u: { value = p1; }
      case 2u: { value = p2; }
      case 3u: { value = p3; }
      case 4u: { value = q0; }
      case 5u: { value = q1; }
      case 6u: { value = q2; }
      case 7u: { value = q3; }
      case 8u: { value = s0; }
      case 9u: { value = s1; }
      case 10u: { value = s2; }
      case 11u: { value = s3; }
      case 12u: { value = t0; }
      case 13u: { value = t1; }
      case 14u: { value = t2; }
      case 15u: { value = t3; }
      default: {}
    }
    emit(tile + y * 4u + i % 4u, i / 4u, column + x * 4u, value);
  }
}
