// A 4 x 4 block of an A stored k-major, for GPUs: column i of the result holds four neighbouring rows of the product's A at k + i. In a loop, since four
// copies of a loader would have to be compiled; compilers for GPUs unroll it.
const A_ROWS: bool = true;
alias StartA = LineA;

fn startA(batch: u32, row: u32) -> StartA {
  return placeA(batch, row);
}

fn blockA(start: StartA, segment: u32, k: u32) -> mat4x4f {
  let at = segmentA(start, segment);
  var block: mat4x4f;
  for (var i = 0u; i < 4u; i++) { block[i] = fragmentA(at, k + i); }
  return block;
}
