#!/usr/bin/env bash
# The tests of `make test` at full size: a hundred times the cases of each property, an hour of each fuzz target,
# fifty rounds of the server's tests.
# Appends a dated line to docs/soak.md.
set -euo pipefail
cd "$(dirname "$0")/.."
began=$SECONDS outcome=passed
cases=${CASES:-25600} rounds=${ROUNDS:-50} fuzz=${FUZZ_SECONDS:-3600}
UNDERSTUDY_SOAK=1 PROPTEST_CASES=$cases cargo test --locked --release --no-default-features --lib --test engine || outcome=FAILED
scripts/fuzz.sh "$fuzz" || outcome=FAILED
for _ in $(seq "$rounds"); do
  cargo test --locked --release --quiet --test server || outcome=FAILED
done
[ -s docs/soak.md ] || printf '# Soak\n\nA line a run of `make soak`.\n\n' >docs/soak.md
printf -- '- %s: %s cases a property, %s s a fuzz target, %s rounds of the server, %s s: %s\n' "$(date -u +%F)" "$cases" "$fuzz" "$rounds" $((SECONDS - began)) "$outcome" >>docs/soak.md
[ "$outcome" = passed ]
