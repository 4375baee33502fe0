#!/usr/bin/env bash
# The table of a machine with a GPU: this library and its peers in Node with Dawn, PyTorch and JAX on the same card, one after the other.
#   bench/gpu.sh NAME        fills bench/results/NAME: a JSON file per engine and pass, and table.md
# From the environment: PASSES (3) and ROUNDS per pass (3), ROUND_MS (1000), ROWS (names as for --only), ENGINES (names with commas between them,
# webgpu-fit the first), PYTHON (interpreters with torch or jax, python3), BENCH_PROGRAM (a program built by build.mjs, where no packages are).
set -euo pipefail
cd "$(dirname "$0")/.."
folder=bench/results/${1:?usage: bench/gpu.sh NAME}
program=${BENCH_PROGRAM:-bench/run.mjs}
rounds=(--rounds "${ROUNDS:-3}" --round-ms "${ROUND_MS:-1000}")
only=()
for row in ${ROWS:-small mlp cnn first-step gemm large}; do only+=(--only "$row"); done
IFS=, read -ra engines <<<"${ENGINES:-webgpu-fit,TF.js,jax-js,PyTorch eager,JAX jit,torch.compile}"
mkdir -p "$folder"
rm -f "$folder"/*.json "$folder/table.md"

# What one engine cannot measure takes nothing from the others.
in_node() {
  node "$program" --node "${only[@]}" --engine "$1" "${rounds[@]}" --json "$2" || echo "$1: not all rows were measured" >&2
}
# Its rows are those of our run, so that all do the same work.
in_python() {
  for python in ${PYTHON-python3}; do
    [ -e "$3" ] && "$python" bench/python/measure.py --tasks "$3" --engine "$1" "${rounds[@]}" --json "$2" && return
  done
  echo "$1 is left out" >&2
}

for pass in $(seq "${PASSES:-3}"); do
  for engine in "${engines[@]}"; do
    file="$folder/${engine// /-}-$pass.json"
    case $engine in
      webgpu-fit | TF.js | jax-js) in_node "$engine" "$file" ;;
      *) in_python "$engine" "$file" "$folder/webgpu-fit-$pass.json" ;;
    esac
  done
done

tables=()
for engine in "${engines[@]}"; do
  for file in "$folder/${engine// /-}"-*.json; do [ -e "$file" ] && tables+=(--table "$file"); done
done
node "$program" "${tables[@]}" | tee "$folder/table.md"
