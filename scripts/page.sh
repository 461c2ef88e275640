#!/usr/bin/env bash
# Builds the page and its worker into dist/. Needs scripts/tools.sh to have run.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
began=$SECONDS
# Trunk writes index.html last of all, so an interrupted build is begun again.
rm -f dist/index.html
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$wasm_flags
trunk --quiet build --release --offline --skip-version-check
printf 'page: built in %s s\n' "$((SECONDS - began))" >&2
