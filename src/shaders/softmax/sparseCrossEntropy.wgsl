// loss[r] = ln(sum_j exp(x[r, j])) - x[r, label_r], from logits, by way of the row's maximum. One invocation owns one row.
// logits: [ROWS, COLUMNS]; labels: [ROWS] class numbers as f32, checked on the host. Joined with keepNaN.
const ROWS: u32 = 1u;
const COLUMNS: u32 = 1u;
alias Value = f32;
@group(0) @binding(0) var<storage, read> logits: array<f32>;
@group(0) @binding(1) var<storage, read> labels: array<f32>;

fn run(group: u32, lane: u32) {
  let row = group * 64u + lane;
  if (row >= ROWS) { return; }
  let start = row * COLUMNS;
  var top = logits[start];
  for (var j = 1u; j < COLUMNS; j++) { top = max(top, logits[start + j]); }
  var total = 0.0;
  for (var j = 0u; j < COLUMNS; j++) { total += keepNaN(exp(logits[start + j] - top), logits[start + j]); }
  let label = min(u32(labels[row]), COLUMNS - 1u);
  epilogue(row, keepNaN(log(total), total) + (top - logits[start + label]));
}
