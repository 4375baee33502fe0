// Where the rows of a data gradient in phases begin. slab: (phase, group); row: input position (image, q) of phase p, which is q STEP + p - BEFORE along each
// axis. The first and last q may lie outside of the input in some phases: coordinates wrap below 0, so that one comparison finds both sides.
// dx: [batch, IN_Z, IN_Y, IN_X, C_ROW]; a group's channels begin group * C_BATCH. Joined with geometry and phases.
const M: u32 = 1u;
const BATCHES: u32 = 1u;
const C_ROW: u32 = 4u;
const C_BATCH: u32 = 4u;

fn isInC(slab: u32, row: u32) -> bool {
  let at = positionOf(slab, row);
  return slab < BATCHES && row < M && all(at < vec3u(IN_X, IN_Y, IN_Z));
}

fn rowOfC(slab: u32, row: u32) -> u32 {
  let at = positionOf(slab, row);
  return (((row / (Q_X * Q_Y * Q_Z) * IN_Z + at.z) * IN_Y + at.y) * IN_X + at.x) * C_ROW + slab % GROUPS * C_BATCH;
}

fn positionOf(slab: u32, row: u32) -> vec3u {
  return quotientOf(row) * vec3u(STEP_X, STEP_Y, STEP_Z) + phaseOf(slab) - vec3u(BEFORE_X, BEFORE_Y, BEFORE_Z);
}
