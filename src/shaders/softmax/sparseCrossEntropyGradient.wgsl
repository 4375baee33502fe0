// dlogits[r, j] = (softmax_j(x_r) - [j = label_r]) dy[r]. One invocation owns one row.
// logits: [ROWS, COLUMNS]; labels, dy: [ROWS]. Joined with keepNaN and
// rowScale or constantScale.
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
  let scale = scaleOf(row);
  for (var j = 0u; j < COLUMNS; j++) {
    let p = exp(logits[start + j] - top) / total;
    epilogue(start + j, (p - select(0.0, 1.0, j == label)) * scale);
  }
}
