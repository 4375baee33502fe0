// y = A^T (sum over channels of v u) A for devices with subgroups of 4 and slow workgroup memory: v [16, TILES, in] and u [16, in, out], or u [16, out, in] loaded
// as lines -> y [batch, OUT_Y, OUT_X, out]. The main loop is that of matmul/direct.wgsl, for one component after the other, whose product is added with its
// weights to the four positions of a tile. A subgroup owns 8 tiles x 16 columns of y, each invocation 8 tiles x 4 columns in named vectors: p top left,
// q top right, s bottom left, t bottom right. Joined with: lineA, segmentA and fragmentA, startBlock and block, weights and emit.
const SEGMENT: u32 = 4u;
const COLUMN_TILES: u32 = 1u;

fn run(group: u32, lane: u32) {
  let place = (group * 64u + lane) / 4u;
  let column = place % COLUMN_TILES * 16u + lane % 4u * 4u;
  let tile = place / COLUMN_TILES * 8u;
  var p0 = vec4f(); var p1 = vec4f(); var p2 = vec4f(); var p3 = vec4f();
  var p4 = vec4f(); var p5 = vec4f(); var p6 = vec4f(); var p7 = vec4f();
  var q0 = vec4f(); var q1 = vec4f(); var q2 = vec4f(); var q3 = vec4f();
  var q4 = vec4f(); var q5 = vec4f(); var q6 = vec4f(); var q7 = vec4f();
  var s0 = vec4f(); var s1 = vec4f(); var s2 = vec4f(); var s3 = vec4f();
  var s4 = vec4f(); var s5 = vec4f(); var s6 = vec4f(); var s7 = vec4f();
  var t0 = vec4f(); var t1 = vec4f(); var t2 = vec4f(); var t3 = vec4f();
  var t4 = vec4f(); var t5 = vec4f(); var t6 = vec4f(); var t7 = vec4f();
  for (var component = 0u; component < 16u; component++) {
    var c0 = vec4f(); var c1 = vec4f(); var c2 = vec4f(); var c3 = vec4f();
    var c4 = vec4f(); var c5 = vec4f(); var c6 = vec4f(); var c7 = vec4f();
    let at0 = segmentA(lineA(component, tile + lane % 4u + 0u), 0u);
    let at1 = segmentA(lineA(component, tile + lane % 4u + 4u), 0u);
    let left = startBlock(component, column);
    for (var k = 0u; k < SEGMENT; k += 4u) {
      let f0 = fragmentA(at0, k);
      let f1 = fragmentA(at1, k);
      let b = block(left, 0u, k);
      let a0 = subgroupBroadcast(f0, 0u);
      c0 += a0.x * b[0] + a0.y * b[1] + a0.z * b[2] + a0.w * b[3];
      let a1 = subgroupBroadcast(f0, 1u);
      c1 += a1.x * b[0] + a1.y * b[1] + a1.z * b[2] + a1.w * b[3];
      let a2 = subgroupBroadcast(f0, 2u);
      c2 += a2.x * b[0] + a2.y * b[1] + a2.z * b[2] + a2.w * b[3];
      let a3 = subgroupBroadcast(f0, 3u);
      c3 += a3.x * b[0] + a3.y * b[1] + a3.z * b[2] + a3.w * b[3];
      let a4 = subgroupBroadcast(f1, 0u);
      c4 += a4.x * b[0] + a4.y * b[1] + a4.z * b[2] + a4.w * b[3];
      let a5 = subgroupBroadcast(f1, 1u);
      c5 += a5.x * b[0] + a5.y * b[1] + a5.z * b[2] + a5.w * b[3];
      let a6 = subgroupBroadcast(f1, 2u);
      c6 += a6.x * b[0] + a6.y * b[1] + a6.z * b[2] + a6.w * b[3];
      let a7 = subgroupBroadcast(f1, 3u);
      c7 += a7.x * b[0] + a7.y * b[1] + a7.z * b[2] + a7.w * b[3];
    }
    let w = weights(component);
    p0 += w.x * c0; p1 += w.x * c1; p2 += w.x * c2; p3 += w.x * c3;
    p4 += w.x * c4; p5 += w.x * c5; p6 += w.x * c6; p7 += w.x * c7;
    q0 += w.y * c0; q1 += w.y * c1; q2 += w.y * c2; q3 += w.y * c3;
    q4 += w.y * c4; q5 += w.y * c5; q6 += w.y * c6; q7 += w.y * c7;
    s0 += w.z * c0; s1 += w.z * c1; s2 += w.z * c2; s3 += w.z * c3;
    s4 += w.z * c4; s5 += w.z * c5; s6 += w.z * c6; s7 += w.z * c7;
    t0 += w.w * c0; t1 += w.w * c1; t2 += w.w * c2; t3 += w.w * c3;
    t4 += w.w * c4; t5 += w.w * c5; t6 += w.w * c6; t7 += w.w * c7;
  }
  // One call in a loop: the epilogue may be long, and copies of it for each position would have to be compiled.
  for (var position = 0u; position < 4u; position++) {
    var c0 = p0; var c1 = p1; var c2 = p2; var c3 = p3;
    var c4 = p4; var c5 = p5; var c6 = p6; var c7 = p7;
    switch (position) {
      case 1u: { c0 = q0; c1 = q1; c2 = q2; c3 = q3; c4 = q4; c5 = q5; c6 = q6; c7 = q7; }
      case 2u: { c0 = s0; c1 = s1; c2 = s2; c3 = s3; c4 = s4; c5 = s5; c6 = s6; c7 = s7; }
      case 3u: { c0 = t0; c1 = t1; c2 = t2; c3 = t3; c4 = t4; c5 = t5; c6 = t6; c7 = t7; }
      default: {}
    }
    for (var r = 0u; r < 8u; r++) {
      var value = c0;
      switch (r) {
        case 1u: { value = c1; }
        case 2u: { value = c2; }
        case 3u: { value = c3; }
        case 4u: { value = c4; }
        case 5u: { value = c5; }
        case 6u: { value = c6; }
        case 7u: { value = c7; }
        default: {}
      }
      emit(tile + r, position, column, value);
    }
  }
}
