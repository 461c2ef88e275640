#!/usr/bin/env bash
# Builds the npm package into pkg/: the Wasm module for browsers and for Node, its types, README and licences.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
target=${CARGO_TARGET_DIR:-target}
cargo rustc --locked --quiet --lib --crate-type cdylib --profile wasm-release --no-default-features --features module \
  --target wasm32-unknown-unknown
built=$target/wasm32-unknown-unknown/wasm-release/understudy.wasm
rm -rf pkg
bind() { wasm-bindgen "$built" --out-name understudy --target "$1" --out-dir "pkg/$2"; }
bind web web
bind nodejs node
for folder in web node; do
  wasm-opt -Os "${wasm_features[@]}" "pkg/$folder/understudy_bg.wasm" -o pkg/small.wasm
  mv pkg/small.wasm "pkg/$folder/understudy_bg.wasm"
done
# Node has the module at once; `init` is there so that the same program runs in both.
mv pkg/node/understudy.js pkg/node/understudy.cjs
mv pkg/node/understudy.d.ts pkg/node/understudy.d.cts
printf 'export * from "./understudy.cjs";\nexport default async function init() {}\n' > pkg/node/index.js
printf 'export * from "./understudy.cjs";\nexport default function init(): Promise<void>;\n' > pkg/node/index.d.ts
cp www/module/package.json www/module/README.md LICENSE-MIT LICENSE-APACHE THIRD-PARTY-NOTICES.md pkg/
printf 'module: %s bytes, %s compressed\n' "$(stat -c %s pkg/web/understudy_bg.wasm)" "$(gzip -9c pkg/web/understudy_bg.wasm | wc -c)" >&2
