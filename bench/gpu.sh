#!/usr/bin/env bash
# The table of a machine with a GPU: our rows and the peers' in Node with Dawn, then PyTorch and JAX on the same card, in turns.
#   bench/gpu.sh NAME        fills bench/results/NAME: a JSON file per pass, and table.md
# From the environment: PASSES (3) and ROUNDS per pass (3), ROUND_MS (1000), ROWS (names as for --only), ENGINES (as for --engine),
# PYTHON (interpreters with torch or jax, python3; empty leaves them out), BENCH_PROGRAM (a program built by build.mjs, where no packages are).
set -euo pipefail
cd "$(dirname "$0")/.."
folder=bench/results/${1:?usage: bench/gpu.sh NAME}
program=${BENCH_PROGRAM:-bench/run.mjs}
rounds=(--rounds "${ROUNDS:-3}" --round-ms "${ROUND_MS:-1000}")
only=()
for row in ${ROWS:-small mlp cnn first-step gemm large}; do only+=(--only "$row"); done
engines=()
for engine in ${ENGINES:-}; do engines+=(--engine "$engine"); done
mkdir -p "$folder"
rm -f "$folder"/*.json "$folder/table.md"

for pass in $(seq "${PASSES:-3}"); do
  node "$program" --node "${only[@]}" "${engines[@]}" "${rounds[@]}" --json "$folder/webgpu-$pass.json"
  number=0
  for python in ${PYTHON-python3}; do
    number=$((number + 1))
    # Its rows are those of our run, so both do the same work.
    "$python" bench/python/measure.py --tasks "$folder/webgpu-$pass.json" "${rounds[@]}" --json "$folder/python$number-$pass.json"
  done
done

tables=()
for file in "$folder"/webgpu-*.json "$folder"/python*.json; do [ -e "$file" ] && tables+=(--table "$file"); done
node "$program" "${tables[@]}" | tee "$folder/table.md"
