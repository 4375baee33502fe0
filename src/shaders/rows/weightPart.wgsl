// Four neighbours of row k of a weight from column j on, 0 beyond the last column. weight: [INNER, COLUMNS].
const COLUMNS: u32 = 1u;
@group(0) @binding(1) var<storage, read> weight: array<f32>;

fn weightPart(k: u32, j: u32) -> vec4f {
  let at = k * COLUMNS + j;
  let four = vec4f(weight[at], weight[at + 1u], weight[at + 2u], weight[at + 3u]);
  return select(vec4f(), four, vec4u(j, j + 1u, j + 2u, j + 3u) < vec4u(COLUMNS));
}
