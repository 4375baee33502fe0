// loss[r] = sum_j y[r, j] (ln(sum_i exp(x[r, i])) - x[r, j]), from logits and a distribution per row. One invocation owns one row.
// logits, labels: [ROWS, COLUMNS]. Joined with keepNaN.
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
  let shift = keepNaN(log(total), total);
  var loss = 0.0;
  for (var j = 0u; j < COLUMNS; j++) { loss += labels[start + j] * (shift + (top - logits[start + j])); }
  epilogue(row, loss);
}
