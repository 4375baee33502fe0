// winners[o] = the number of the largest x in the window of o, exact as f32 below 2^24. One invocation owns one Value of winners. Joined with
// windows, order, span and winner.
fn run(group: u32, lane: u32) {
  let index = group * 64u + lane;
  if (index >= COUNT) { return; }
  epilogue(index * WIDTH, Value(winnerOf(placeOf(index, OUTPUT))));
}
