// y = x in the first `length` columns of a row, else 0, for four neighbours from `column` on.
alias Value = vec4f;

fn inRow(x: Value, length: u32, column: u32) -> Value {
  return select(Value(), x, vec4u(column, column + 1u, column + 2u, column + 3u) < vec4u(length));
}
