// Where the kernel's lines begin for a product in phases: those of phase p at window position p, the j-th segment STEP j window positions on. Beyond the window
// another position's weights are read, where A is 0. Window positions are B_SEGMENT elements apart. Joined with geometry and phases.
const B_BATCH: u32 = 0u;
const B_SEGMENT: u32 = 0u;
const JUMPS_Y: u32 = 1u;
const JUMPS_X: u32 = 1u;

fn batchOfB(batch: u32) -> u32 {
  return batch % GROUPS * B_BATCH + tapAt(phaseOf(batch));
}

fn segmentOfB(segment: u32) -> u32 {
  return tapAt(vec3u(segment % JUMPS_X, segment / JUMPS_X % JUMPS_Y, segment / (JUMPS_X * JUMPS_Y)) * vec3u(STEP_X, STEP_Y, STEP_Z));
}

fn tapAt(at: vec3u) -> u32 {
  return ((at.z * TAPS_Y + at.y) * TAPS_X + at.x) * B_SEGMENT;
}
