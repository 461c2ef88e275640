#!/usr/bin/env bash
# Writes benches/check.profdata anew: how often each branch of the program was taken while it checked zones of many kinds.
# `make build` hands it to the compiler, which then lays out and inlines what is taken often; a check takes an eighth less time
# (docs/performance.md). What no check runs is not in it and is compiled as without. Code that has changed since is compiled as
# without, too, so this is run again after work on the engine. Needs rustup's llvm-tools, python3, node; ten minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
tools=$(rustc --print target-libdir)/../bin
[ -x "$tools/llvm-profdata" ] || rustup component add llvm-tools
target=${CARGO_TARGET_DIR:-$PWD/target}/profile
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The same features and the same build profile as the program's: names and branches must be the same.
RUSTFLAGS="-Cprofile-generate=$work/build" CARGO_TARGET_DIR=$target cargo build --release --locked --quiet --bin understudy
check() { # CORES ZONE ORIGIN ARGUMENTS…
  # A zone with findings is no failure here.
  LLVM_PROFILE_FILE="$work/%m.profraw" taskset -c "$1" "$target/release/understudy" check "$2" --origin "$3" "${@:4}" >/dev/null 2>&1 || [ $? -eq 1 ]
}
for kind in mixed tld; do
  python3 benches/gen_zone.py "$kind" 300000 >"$work/$kind.zone"
  check 0 "$work/$kind.zone" example
  check 0-1 "$work/$kind.zone" example
done
node --input-type=module -e "
import { shapes } from './benches/shapes.mjs';
shapes(30_000).forEach(({ write }, n) => write('$work/shape-' + n + '.zone'));"
for zone in "$work"/shape-*.zone; do check 0-1 "$zone" example; done
for zone in tests/data/{one-fault,check,zonefile}/*.zone; do check 0 "$zone" example.com --at 2026-01-15T00:00:00Z; done
"$tools/llvm-profdata" merge -sparse -o benches/check.profdata "$work"/*.profraw
ls -l benches/check.profdata >&2
