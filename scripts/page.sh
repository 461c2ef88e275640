#!/usr/bin/env bash
# Builds the page and its worker into dist/. Needs scripts/tools.sh to have run.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
began=$SECONDS
# Trunk writes index.html last of all, so an interrupted build is begun again.
rm -f dist/index.html
# Names that tell what a function was made for, by which www/finish.mjs parts the program; vectors of sixteen octets, which
# browsers have had longer than what the page's scripts need: the worker checks a zone in an eighth less time.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Csymbol-mangling-version=v0 -Ctarget-feature=+simd128"
trunk --quiet build --release --offline --skip-version-check
printf 'page: built in %s s\n' "$((SECONDS - began))" >&2
