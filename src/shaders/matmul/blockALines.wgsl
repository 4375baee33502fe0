// A 4 x 4 block of an A that is read along k, for GPUs: four k of each of four rows, transposed, so that column i of the result holds four
// neighbouring rows of A at k + i. In loops, since four copies of a loader would have to be compiled; compilers for GPUs unroll them.
const A_ROWS: bool = false;
alias StartA = array<LineA, 4>;

fn startA(batch: u32, row: u32) -> StartA {
  var start: StartA;
  for (var i = 0u; i < 4u; i++) { start[i] = lineA(batch, row + i); }
  return start;
}

fn blockA(start: StartA, segment: u32, k: u32) -> mat4x4f {
  var lines = start;
  var rows: mat4x4f;
  for (var i = 0u; i < 4u; i++) { rows[i] = fragmentA(segmentA(lines[i], segment), k); }
  return transpose(rows);
}
