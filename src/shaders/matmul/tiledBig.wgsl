// tiled.wgsl with 64 x 64 of C per workgroup and blocks of 16 k, for products with enough tiles to occupy the device: each invocation owns
// 2 x 2 blocks of 4 x 4, so a vector read from workgroup memory serves twice as many products.
const SEGMENT: u32 = 4u;
const PART_SEGMENTS: u32 = 1u;
const COLUMN_TILES: u32 = 1u;
const ROW_TILES: u32 = 1u;
const CHUNKS: u32 = (SEGMENT + 15u) / 16u;
var<workgroup> tileA: array<vec4f, 288>;
var<workgroup> tileB: array<vec4f, 288>;

fn run(group: u32, lane: u32) {
  let column = (group % COLUMN_TILES) * 64u;
  let row = (group / COLUMN_TILES) % ROW_TILES * 64u;
  let slab = group / (COLUMN_TILES * ROW_TILES);
  let first = slab / BATCHES * PART_SEGMENTS;
  // Neighbouring invocations load neighbouring k of the same lines.
  let quad = lane / 4u;
  let depth = lane % 4u * 4u;
  let startOfA = startA(slab % BATCHES, row + quad * 4u);
  let startOfB = startBlock(slab % BATCHES, column + quad * 4u);
  let at = depth * 17u + quad;
  let x = lane % 8u;
  let y = lane / 8u;
  var c0a = vec4f(); var c0b = vec4f(); var c1a = vec4f(); var c1b = vec4f();
  var c2a = vec4f(); var c2b = vec4f(); var c3a = vec4f(); var c3b = vec4f();
  var c4a = vec4f(); var c4b = vec4f(); var c5a = vec4f(); var c5b = vec4f();
  var c6a = vec4f(); var c6b = vec4f(); var c7a = vec4f(); var c7b = vec4f();
  for (var t = 0u; t < PART_SEGMENTS * CHUNKS; t++) {
    let k = t % CHUNKS * 16u + depth;
    workgroupBarrier();
    let left = blockA(startOfA, first + t / CHUNKS, k);
    let right = block(startOfB, first + t / CHUNKS, k);
    tileA[at] = left[0]; tileA[at + 17u] = left[1]; tileA[at + 34u] = left[2]; tileA[at + 51u] = left[3];
    tileB[at] = right[0]; tileB[at + 17u] = right[1]; tileB[at + 34u] = right[2]; tileB[at + 51u] = right[3];
    workgroupBarrier();
    for (var i = 0u; i < 16u; i++) {
      let a = tileA[i * 17u + y];
      let b = tileB[i * 17u + x];
      let e = tileB[i * 17u + x + 8u];
      c0a += a.x * b; c0b += a.x * e;
      c1a += a.y * b; c1b += a.y * e;
      c2a += a.z * b; c2b += a.z * e;
      c3a += a.w * b; c3b += a.w * e;
      let d = tileA[i * 17u + y + 8u];
      c4a += d.x * b; c4b += d.x * e;
      c5a += d.y * b; c5b += d.y * e;
      c6a += d.z * b; c6b += d.z * e;
      c7a += d.w * b; c7b += d.w * e;
    }
  }
  // One call in a loop: the epilogue may be long, and copies of it for each row would have to be compiled.
  for (var i = 0u; i < 16u; i++) {
    var value = c0a;
    switch (i) {
      case 1u: { value = c0b; }
      case 2u: { value = c1a; }
      case 3u: { value = c1b; }
      case 4u: { value = c2a; }
      case 5u: { value = c2b; }
      case 6u: { value = c3a; }
      case 7u: { value = c3b; }
      case 8u: { value = c4a; }
      case 9u: { value = c4b; }
      case 10u: { value = c5a; }
      case 11u: { value = c5b; }
      case 12u: { value = c6a; }
      case 13u: { value = c6b; }
      case 14u: { value = c7a; }
      case 15u: { value = c7b; }
      default: {}
    }
    emit(slab, row + (y + i / 8u * 8u) * 4u + i / 2u % 4u, column + (x + i % 2u * 8u) * 4u, value);
  }
}
