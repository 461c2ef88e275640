#!/usr/bin/env bash
# Writes benches/check.profdata and benches/worker.profdata anew: how often each branch of the program, and of the page's worker,
# was taken while it checked zones of many kinds. `make build` hands them to the compiler, which then lays out and inlines what is
# taken often; a check takes an eighth less time, in the worker a twelfth (docs/performance.md). What no check runs is not in them and is
# compiled as without. Code that has changed since is compiled as without, too, so this is run again after work on the engine.
# Needs what `make tools peers` installs, rustup's llvm-tools and python3; a quarter of an hour.
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
# All zones, each with its origin.
zones=()
for kind in mixed tld; do
  python3 benches/gen_zone.py "$kind" 300000 >"$work/$kind.zone"
  zones+=("example=$work/$kind.zone")
done
node --input-type=module -e "
import { shapes } from './benches/shapes.mjs';
shapes(30_000).forEach(({ write }, n) => write('$work/shape-' + n + '.zone'));"
for zone in "$work"/shape-*.zone; do zones+=("example=$zone"); done
for zone in tests/data/{one-fault,check,zonefile}/*.zone; do zones+=("example.com=$zone"); done
for zone in "${zones[@]}"; do
  check 0 "${zone#*=}" "${zone%%=*}" --at 2026-01-15T00:00:00Z
  # Small ones are checked by one core only.
  [ "${zone%%=*}" != example ] || check 0-1 "${zone#*=}" "${zone%%=*}"
done
"$tools/llvm-profdata" merge -sparse -o benches/check.profdata "$work"/*.profraw

# The worker, with the features, flags and build profile of the page's (scripts/worker.sh).
. scripts/versions.sh
rustc --edition 2024 --target wasm32-unknown-unknown --crate-type lib -Cpanic=abort -Copt-level=2 -Ccodegen-units=1 --emit "obj=$work/sections.o" scripts/profile/sections.rs
CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$wasm_flags PROFILE_SECTIONS=$work/sections.o RUSTC_WRAPPER=$PWD/scripts/profile/rustc.sh CARGO_TARGET_DIR=$target \
  cargo build --locked --quiet --target wasm32-unknown-unknown --profile worker-release --no-default-features --features worker --bin worker
wasm-bindgen --target web --no-typescript --out-dir "$work/worker" --out-name worker "$target/wasm32-unknown-unknown/worker-release/worker.wasm"
node scripts/profile/worker.mjs "$work/worker" "$work/worker.raw" "${zones[@]}"
"$tools/llvm-profdata" merge -sparse -o benches/worker.profdata "$work/worker.raw"
ls -l benches/*.profdata >&2
