// y = (x - mean) factor gamma + beta, where mean and factor = 1 / sqrt(variance + epsilon) belong to the row, gamma and beta to the column.
alias Value = f32;

fn normalizeRows(x: Value, mean: Value, factor: Value, gamma: Value, beta: Value) -> Value {
  return (x - mean) * factor * gamma + beta;
}
