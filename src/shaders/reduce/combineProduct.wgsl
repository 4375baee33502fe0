// Product: identity 1.
fn identity() -> f32 { return 1.0; }
fn combine(a: f32, b: f32) -> f32 { return a * b; }
fn identity4() -> vec4f { return vec4f(1.0); }
fn combine4(a: vec4f, b: vec4f) -> vec4f { return a * b; }
