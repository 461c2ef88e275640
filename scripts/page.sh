#!/usr/bin/env bash
# Builds the page and its worker into dist/. Needs scripts/tools.sh to have run.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
began=$SECONDS
# Two builds in one folder would write over each other's files: the second waits, and takes what the first has made.
if command -v flock >/dev/null; then
  exec 9<Trunk.toml
  if ! flock --nonblock 9; then
    asked=$(date +%s)
    flock 9
    if [ -f dist/index.html ] && [ "$(stat -c %Y dist/index.html)" -ge "$asked" ]; then exit 0; fi
  fi
fi
# Trunk writes index.html last of all, so an interrupted build is begun again.
rm -f dist/index.html
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS=$wasm_flags
trunk --quiet build --release --offline --skip-version-check
printf 'page: built in %s s\n' "$((SECONDS - began))" >&2
