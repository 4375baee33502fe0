// A of a convolution's data gradient as lines along k, any number of channels: as spreadA4.wgsl, four elements one by one.
@group(0) @binding(0) var<storage, read> a: array<f32>;

fn fragmentA(at: SegmentA, k: u32) -> vec4f {
  let own = vec4u(k, k + 1u, k + 2u, k + 3u);
  let inside = (own < vec4u(SEGMENT)) & vec4<bool>(at.inside);
  let i = select(vec4u(), vec4u(at.start) + own, inside);
  return select(vec4f(), vec4f(a[i.x], a[i.y], a[i.z], a[i.w]), inside);
}
