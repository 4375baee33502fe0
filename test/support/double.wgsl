// y[i] = 2 * x[i]. Bindings: x [n], y [n]. Each invocation owns one element.
@group(0) @binding(0) var<storage, read> x: array<f32>;
@group(0) @binding(1) var<storage, read_write> y: array<f32>;

@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id: vec3u) {
  if (id.x < arrayLength(&y)) {
    y[id.x] = 2.0 * x[id.x];
  }
}
