#!/usr/bin/env bash
# fuzz.sh SECONDS [TARGET…]: runs each fuzz target for so long from its kept corpus, as many beside one another as there are
# processors, on the stable compiler. What it finds stays in fuzz/artifacts; new seeds go to the build folder, and with KEEP=1
# the ones that reach new code are merged into fuzz/corpus.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=$1
shift
targets=("$@")
[ ${#targets[@]} -gt 0 ] || targets=(rdata text wire zone)
command -v c++ >/dev/null || { printf 'skipped: fuzzing (no C++ compiler for libFuzzer)\n'; exit 0; }

build=${CARGO_TARGET_DIR:-target}/fuzz
# What cargo-fuzz passes, without the sanitizers, which only the nightly compiler has.
flags=(-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters
  -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares -Ccodegen-units=16 --cfg=fuzzing)
host=$(rustc -vV | sed -n 's/^host: //p')
RUSTFLAGS="${flags[*]}" cargo build --quiet --locked --release --manifest-path fuzz/Cargo.toml --target "$host" --target-dir "$build"

# The time of the processor is said beside the inputs: on a machine that does other work, an hour is less than an hour.
fuzz() {
  local target=$1 new=$build/corpus/$1 log=$build/$1.log seeds=("fuzz/corpus/$1") TIMEFORMAT='processor %0U s'
  mkdir -p "$new" fuzz/artifacts "${seeds[0]}"
  [ "$target" != text ] || seeds+=(tests/data/zonefile tests/data/check tests/data/one-fault)
  if { time "$build/$host/release/$target" -max_total_time="$seconds" -timeout=10 -rss_limit_mb=2048 -max_len=4096 -print_final_stats=1 \
    -artifact_prefix="fuzz/artifacts/$target-" "$new" "${seeds[@]}"; } >"$log" 2>&1; then
    awk -v t="$target" '/^stat::number_of_executed_units/ { n = $2 } / cov: / { for (i = 1; i < NF; i++) if ($i == "cov:") c = $(i + 1) }
      /^processor / { p = $2 } END { printf "fuzz %s: %s inputs, %s edges, %s s of a processor, nothing found\n", t, n, c, p }' "$log"
    [ -z "${KEEP:-}" ] || "$build/$host/release/$target" -set_cover_merge=1 -max_len=256 "fuzz/corpus/$target" "$new" >>"$log" 2>&1
  else
    printf 'fuzz %s: FAILED\n%s\n' "$target" "$(tail -40 "$log")"
    return 1
  fi
}

status=0 running=0
for target in "${targets[@]}"; do
  [ "$running" -lt "$(nproc)" ] || { wait -n || status=1; running=$((running - 1)); }
  fuzz "$target" &
  running=$((running + 1))
done
while [ "$running" -gt 0 ]; do
  wait -n || status=1
  running=$((running - 1))
done
exit $status
