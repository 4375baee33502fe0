// y = x in the first `length` columns of a row, else 0.
alias Value = f32;

fn inRow(x: Value, length: u32, column: u32) -> Value {
  return select(Value(), x, column < length);
}
