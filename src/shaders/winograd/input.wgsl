// v = B^T d B: x [batch, IN_Y, IN_X, channels] -> v [16, TILES, channels], with d the 4 x 4 input positions of a tile, 0 in the padding. An invocation owns four
// channels of one tile. Coordinates wrap below 0, so that one comparison finds both sides of the border. Joined with tiles.wgsl and four.wgsl.
@group(0) @binding(0) var<storage, read> x: array<vec4f>;
@group(0) @binding(1) var<storage, read_write> v: array<vec4f>;

fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= PLANE) { return; }
  let tile = index / VECTORS;
  let line = tile / TILES_X;
  let image = line / TILES_Y * IN_Y;
  let row = line % TILES_Y * 2u - BEFORE_Y;
  let column = tile % TILES_X * 2u - BEFORE_X;
  let channel = index % VECTORS;
  let r0 = transformed(pixels(image, row, column, channel));
  let r1 = transformed(pixels(image, row + 1u, column, channel));
  let r2 = transformed(pixels(image, row + 2u, column, channel));
  let r3 = transformed(pixels(image, row + 3u, column, channel));
  write(index, transformed(Four(r0.a, r1.a, r2.a, r3.a)));
  write(index + PLANE, transformed(Four(r0.b, r1.b, r2.b, r3.b)));
  write(index + 2u * PLANE, transformed(Four(r0.c, r1.c, r2.c, r3.c)));
  write(index + 3u * PLANE, transformed(Four(r0.d, r1.d, r2.d, r3.d)));
}

fn pixels(image: u32, row: u32, column: u32, channel: u32) -> Four {
  return Four(
    pixel(image, row, column, channel),
    pixel(image, row, column + 1u, channel),
    pixel(image, row, column + 2u, channel),
    pixel(image, row, column + 3u, channel),
  );
}

fn pixel(image: u32, row: u32, column: u32, channel: u32) -> vec4f {
  let inside = INSIDE | ((row < IN_Y) & (column < IN_X));
  return select(vec4f(), x[select(0u, ((image + row) * IN_X + column) * VECTORS + channel, inside)], inside);
}

// B^T
fn transformed(d: Four) -> Four {
  return Four(d.a - d.c, d.b + d.c, d.c - d.b, d.b - d.d);
}

fn write(at: u32, column: Four) {
  v[at] = column.a;
  v[at + 4u * PLANE] = column.b;
  v[at + 8u * PLANE] = column.c;
  v[at + 12u * PLANE] = column.d;
}
