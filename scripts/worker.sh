#!/usr/bin/env bash
# Builds the page's worker into www/worker/, from where Trunk copies it beside the page; Trunk calls this before its own build.
# Not one of Trunk's own, since it builds all it has by the same flags, and a recorded profile would make the page's first load larger.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
# How often branches are taken (make profile), under a path that is the same in each clone: it is one of the flags that a build
# is kept by. What is taken often is inlined up to a bound: without it one function grows to 36,000 blocks, and the compiler's
# pass over the jumps of Wasm does not end. Values, such as lengths copied, are not counted.
profile="$cache/worker-$(cksum <benches/worker.profdata | cut -d ' ' -f 1).profdata"
[ -f "$profile" ] || { mkdir -p "$cache" && cp benches/worker.profdata "$profile"; }
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$wasm_flags -Cprofile-use=$profile -Cllvm-args=-no-pgo-warn-mismatch -Cllvm-args=-disable-vp=true -Cllvm-args=-hot-callsite-threshold=500"
wasm=${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/worker-release/worker.wasm
cargo build --locked --offline --quiet --target wasm32-unknown-unknown --profile worker-release --no-default-features --features worker --bin worker
# The compiler looks a function up by its name, which tells of which dependencies and features the crate was built.
crate() { grep -a -o -m 1 'Cs[0-9A-Za-z]*_10understudy' "$1" | head -1 || true; }
built=$(crate "$wasm")
[ -n "$built" ] && [ "$built" = "$(crate "$profile")" ] || printf 'worker: its dependencies or their features have changed, so the profile fits no function; run `make profile`\n' >&2
rm -rf www/worker
wasm-bindgen --target web --no-typescript --out-dir www/worker --out-name worker "$wasm"
wasm-opt -O3 "${wasm_features[@]}" www/worker/worker_bg.wasm -o www/worker/worker_bg.wasm
# Few octets are copied by a function of ours: a twentieth of the time (scripts/worker/copy.wat).
text=$(mktemp)
trap 'rm -f "$text"' EXIT
wasm-dis "${wasm_features[@]}" www/worker/worker_bg.wasm | sed -e 's/(memory\.copy$/(call $copy_few/' -e '/^)$/d' | cat - scripts/worker/copy.wat >"$text"
printf ')\n' >>"$text"
grep -q 'call $copy_few' "$text" || { printf 'worker: no memory.copy was found to replace\n' >&2; exit 1; }
wasm-as "${wasm_features[@]}" "$text" -o www/worker/worker_bg.wasm
echo 'import init from "./worker.js"; await init();' >www/worker/worker_loader.js
