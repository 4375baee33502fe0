// An invocation that owns a row: what lanes.wgsl gives those that share one.
const LANES: u32 = 1u;

fn sumOfLanes(x: f32, lane: u32) -> f32 { return x; }
fn maxOfLanes(x: f32, lane: u32) -> f32 { return x; }
