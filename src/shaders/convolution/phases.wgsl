// Input positions by phases: those that meet the same positions of the window. Along each axis position i belongs to phase p = (i + BEFORE) mod STEP and has
// the quotient q = floor((i + BEFORE) / STEP), one of Q from FIRST on. Batches of the product are (phase, group). Joined with geometry.
const GROUPS: u32 = 1u;
const Q_Z: u32 = 1u;
const Q_Y: u32 = 1u;
const Q_X: u32 = 1u;
const FIRST_Z: u32 = 0u;
const FIRST_Y: u32 = 0u;
const FIRST_X: u32 = 0u;

fn phaseOf(batch: u32) -> vec3u {
  let phase = batch / GROUPS;
  return vec3u(phase % STEP_X, phase / STEP_X % STEP_Y, phase / (STEP_X * STEP_Y));
}

fn quotientOf(row: u32) -> vec3u {
  return vec3u(row % Q_X + FIRST_X, row / Q_X % Q_Y + FIRST_Y, row / (Q_X * Q_Y) % Q_Z + FIRST_Z);
}
