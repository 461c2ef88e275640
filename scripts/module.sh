#!/usr/bin/env bash
# Builds the npm package and tests it as a program that depends on it would: in Node, its types, its size; the browser's
# tests load the same package.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/wasm.sh
# Compressed octets that a page may have to load; raised only with a reason beside it. The rehearsal brings the server's
# transfer machine, its answers and the scenarios: 210,000.
budget=850000
size=$(gzip -9c pkg/web/understudy_bg.wasm | wc -c)
[ "$size" -le "$budget" ] || { printf 'module: %s octets compressed, %s are allowed\n' "$size" "$budget" >&2; exit 1; }
mkdir -p tests/module/node_modules
ln -sfn ../../../pkg tests/module/node_modules/understudy
node --test tests/module/
