// Minimum: identity the largest finite f32.
fn identity() -> f32 { return 3.4028234e38; }
fn combine(a: f32, b: f32) -> f32 { return min(a, b); }
fn identity4() -> vec4f { return vec4f(3.4028234e38); }
fn combine4(a: vec4f, b: vec4f) -> vec4f { return min(a, b); }
