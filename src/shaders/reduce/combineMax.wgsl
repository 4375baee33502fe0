// Maximum: identity the smallest finite f32, since an infinite literal is no WGSL.
fn identity() -> f32 { return -3.4028234e38; }
fn combine(a: f32, b: f32) -> f32 { return max(a, b); }
fn identity4() -> vec4f { return vec4f(-3.4028234e38); }
fn combine4(a: vec4f, b: vec4f) -> vec4f { return max(a, b); }
