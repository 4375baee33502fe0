// w = A dy A^T, the transpose of how the product becomes the output: dy [batch, OUT_Y, OUT_X, channels] -> w [16, TILES, channels], from 0 beyond the image. An invocation owns four
// channels of one tile of 2 x 2 positions. Joined with tiles.wgsl and four.wgsl.
@group(0) @binding(0) var<storage, read> dy: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> w: array<vec4f>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= PLANE) { return; }
  let tile = index / VECTORS;
  let line = tile / TILES_X;
  let image = line / TILES_Y * OUT_Y;
  let row = line % TILES_Y * 2u;
  let column = tile % TILES_X * 2u;
  let channel = index % VECTORS;
  let top = transformed(pixel(image, row, column, channel), pixel(image, row, column + 1u, channel));
  let bottom = transformed(pixel(image, row + 1u, column, channel), pixel(image, row + 1u, column + 1u, channel));
  write(index, transformed(top.a, bottom.a));
  write(index + PLANE, transformed(top.b, bottom.b));
  write(index + 2u * PLANE, transformed(top.c, bottom.c));
  write(index + 3u * PLANE, transformed(top.d, bottom.d));
}

fn pixel(image: u32, row: u32, column: u32, channel: u32) -> vec4f {
  let inside = INSIDE | ((row < OUT_Y) & (column < OUT_X));
  return select(vec4f(), dy[select(0u, ((image + row) * OUT_X + column) * VECTORS + channel, inside)], inside);
}

// A
fn transformed(first: vec4f, second: vec4f) -> Four {
  return Four(first, first + second, first - second, -second);
}

fn write(at: u32, column: Four) {
  w[at] = column.a;
  w[at + 4u * PLANE] = column.b;
  w[at + 8u * PLANE] = column.c;
  w[at + 12u * PLANE] = column.d;
}
