// Four neighbouring elements of normal.wgsl, the first at an even index. Joined with threefry and boxMuller.
alias Value = vec4f;

fn normal(seed: u32, step: u32, stream: u32, index: u32) -> Value {
  let first = threefry(vec2u(seed, stream), vec2u(step, index / 2u));
  let second = threefry(vec2u(seed, stream), vec2u(step, index / 2u + 1u));
  let radii = vec4f(vec4u(first.xx, second.xx));
  let turns = vec4f(vec4u(first.yy, second.yy));
  return boxMuller((radii + 1.0) * 0x1p-32, turns * 0x1p-32 - vec4f(0.0, 0.25, 0.0, 0.25));
}
