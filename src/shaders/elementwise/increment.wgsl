// y = x + amount, for counters.
fn increment(x: u32, amount: u32) -> u32 {
  return x + amount;
}
