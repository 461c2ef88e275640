#!/usr/bin/env bash
# What a change must pass before it is worth a look: format, lints, compile checks, the tests that need no peer.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
. scripts/stage.sh

wasm='--target wasm32-unknown-unknown'
lints='-D warnings'
compile_checks() {
  set -e
  # One floor or role each: a feature must not lean on what another one pulls in.
  cargo check --locked --quiet --no-default-features --lib
  cargo check --locked --quiet --no-default-features --lib $wasm
  cargo check --locked --quiet --no-default-features --features worker --bin worker $wasm
  cargo check --locked --quiet --no-default-features --features web --bin app $wasm
  cargo check --locked --quiet --no-default-features --features module --lib $wasm
  cargo check --locked --quiet --bin understudy
}
# First: on a new machine the wasm32 target and the npm packages are not there yet.
stage 'tools' scripts/tools.sh
stage 'format' cargo fmt --check
stage 'compile, one floor or role each' bash -c "set -e; $(declare -f compile_checks); wasm='$wasm'; compile_checks"
stage 'lints, native' cargo clippy --locked --quiet --all-targets -- $lints
stage 'lints, page' cargo clippy --locked --quiet --no-default-features --features web --bin app --lib $wasm -- $lints
stage 'lints, worker' cargo clippy --locked --quiet --no-default-features --features worker --bin worker --lib $wasm -- $lints
stage 'lints, module' cargo clippy --locked --quiet --no-default-features --features module --lib $wasm -- $lints
stage 'notices' node scripts/notices.mjs --check
stage 'unit' cargo test --locked --quiet --lib
stage 'unit, page and worker' cargo test --locked --quiet --no-default-features --features web,worker --lib roles::
stage 'engine' cargo test --locked --quiet --test engine
stage 'architecture' cargo test --locked --quiet --test architecture
[ -n "${NO_SUMMARY:-}" ] || summary
