// a' = k a + (1 - k) w, where k = 0 in the first step, so that no average of zeros comes in; w' = a' in every step that `every` divides (0: in
// none), else w. average, weight: elements of one shape; iterations: steps taken before this one.
alias Value = f32;

struct AverageUpdate {
  average: Value,
  weight: Value,
}

fn movingAverage(average: Value, weight: Value, iterations: u32, momentum: f32, every: u32) -> AverageUpdate {
  let kept = select(momentum, 0.0, iterations == 0u);
  let a = average * kept + weight * (1.0 - kept);
  let overwrite = every > 0u && (iterations + 1u) % max(every, 1u) == 0u;
  return AverageUpdate(a, select(weight, a, overwrite));
}
