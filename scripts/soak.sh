#!/usr/bin/env bash
# The tests of `make test` at full size: a hundred times the cases of each property, ten thousand seeds of the rehearsal, all
# of the corpus asked, an hour of each fuzz target, the server's tests again and again, a thousand kills at instants of
# several seeds, thousands of zones among hundreds of dead primaries. Appends a dated line to docs/soak.md.
# CASES, ROUNDS, FUZZ_SECONDS, KILLS, CROWD, UPDATES set sizes; PARTS (engine fuzz server kills crowd loom guards) chooses. `guards`
# takes out each guard of tests/guards.toml.
set -euo pipefail
cd "$(dirname "$0")/.."
began=$SECONDS outcome=passed
cases=${CASES:-25600} rounds=${ROUNDS:-20} fuzz=${FUZZ_SECONDS:-3600} kills=${KILLS:-1000} crowd=${CROWD:-4000} updates=${UPDATES:-1000}
parts=${PARTS:-engine fuzz server kills crowd loom guards} said=()
part() { [[ " $parts " == *" $1 "* ]]; }
server=(cargo test --locked --release --quiet --test server)

if part engine; then
  UNDERSTUDY_SOAK=1 PROPTEST_CASES=$cases cargo test --locked --release --no-default-features --lib --test engine || outcome=FAILED
  said+=("$cases cases a property")
fi
if part fuzz; then
  scripts/fuzz.sh "$fuzz" || outcome=FAILED
  said+=("$fuzz s a fuzz target")
fi
if part server; then
  # The first round with every name of every zone of the corpus.
  UNDERSTUDY_SOAK=1 "${server[@]}" || outcome=FAILED
  for _ in $(seq 2 "$rounds"); do "${server[@]}" || outcome=FAILED; done
  said+=("$rounds rounds of the server")
fi
if part kills; then
  # Four lives, each with instants of its own.
  for _ in 1 2 3 4; do
    UNDERSTUDY_KILLS=$((kills / 4)) UNDERSTUDY_SEED=$RANDOM "${server[@]}" -- --nocapture kill::row_41 || outcome=FAILED
  done
  said+=("$kills kills")
fi
if part crowd; then
  UNDERSTUDY_CROWD=$crowd UNDERSTUDY_UPDATES=$updates "${server[@]}" -- crowd:: churn:: || outcome=FAILED
  said+=("$crowd zones, half of them with dead primaries, $updates quick versions")
fi
if part loom; then
  CARGO_TARGET_DIR=${CARGO_TARGET_DIR:-target} cargo test --locked --quiet --manifest-path tests/loom/Cargo.toml || outcome=FAILED
  said+=("every interleaving at the swap of a version")
fi
if part guards; then
  scripts/guards.py || outcome=FAILED
  said+=("$(grep -c '^\[\[guard' tests/guards.toml) guards taken out one by one")
fi

[ -s docs/soak.md ] || printf '# Soak\n\nA line a run of `make soak`.\n\n' >docs/soak.md
printf -- '- %s: %s; %s s: %s\n' "$(date -u +%F)" "$(IFS=';'; echo "${said[*]}" | sed 's/;/; /g')" $((SECONDS - began)) "$outcome" >>docs/soak.md
[ "$outcome" = passed ]
