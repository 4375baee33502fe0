// Where the matrices of a batch of B and the segments of their lines begin: B_BATCH and B_SEGMENT elements apart.
const B_BATCH: u32 = 0u;
const B_SEGMENT: u32 = 0u;

fn batchOfB(batch: u32) -> u32 {
  return batch * B_BATCH;
}

fn segmentOfB(segment: u32) -> u32 {
  return segment * B_SEGMENT;
}
