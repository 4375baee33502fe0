// y[r, j] = 1 where j is the label of row r, else 0; a label outside of 0 to columns - 1 gives a row of zeros. labels: class numbers as f32.
fn oneHot(label: f32, columns: u32, index: u32) -> f32 {
  return select(0.0, 1.0, label == f32(index % columns));
}
