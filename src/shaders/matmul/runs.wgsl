// Which blocks of a product's operands the invocations of a GPU load, four k of four lines each. k comes in runs of SEGMENT, each padded to whole blocks;
// a product whose k is split in parts gives each part PART_SEGMENTS of them.
const SEGMENT: u32 = 4u;
const PART_SEGMENTS: u32 = 1u;
const BLOCKS: u32 = (SEGMENT + 3u) / 4u;

// The run in which a part's block of this number lies, and its first k there. Blocks after the last one are beyond the last run's end, where A is 0.
fn runOf(number: u32) -> vec2u {
  let segment = min(number / BLOCKS, PART_SEGMENTS - 1u);
  return vec2u(segment, (number - segment * BLOCKS) * 4u);
}

// The lines, in fours, and the block of a chunk of so many that an invocation of 64 loads: neighbours load what lies side by side.
fn laneOf(lane: u32, blocks: u32, rows: bool) -> vec2u {
  if (rows) { return vec2u(lane % (64u / blocks), lane / (64u / blocks)); }
  return vec2u(lane / blocks, lane % blocks);
}
