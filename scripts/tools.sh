#!/usr/bin/env bash
# Installs what building needs and is missing: the wasm32 target, wasm-bindgen-cli, Trunk, the crates, the page's npm packages.
# Needs rustup, a C compiler and Node 20; works without root; safe to interrupt and to run again.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh

say() { printf 'tools: %s\n' "$*" >&2; }
need() { command -v "$1" >/dev/null || { say "$1 is missing: $2"; exit 2; }; }
need cargo 'install rustup from your distribution or https://rustup.rs'
need cc 'install a C compiler (Debian: apt-get install build-essential)'
need node 'install Node.js 20 or later (Debian: apt-get install nodejs npm)'
need npm 'install npm (Debian: apt-get install npm)'
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 20 ] || { say "Node $(node --version) is too old: 20 or later is needed"; exit 2; }

if ! rustc --print target-libdir --target wasm32-unknown-unknown 2>/dev/null | xargs -r test -d; then
  say 'adding the wasm32-unknown-unknown target'
  rustup target add wasm32-unknown-unknown
fi

# The tools run for seconds, so they are built for a quick build, not for a quick run (README.md has the figures).
install_tool() { # crate version folder level cargo-arguments…
  local crate=$1 version=$2 dir=$3 level=$4
  shift 4
  [ -e "$dir/complete" ] && return
  say "building $crate $version into $dir (once)"
  local began=$SECONDS
  CARGO_TARGET_DIR="$cache/tools-build" CARGO_PROFILE_RELEASE_OPT_LEVEL=$level CARGO_PROFILE_RELEASE_LTO=false \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 CARGO_PROFILE_RELEASE_STRIP=true \
    cargo install --quiet --force --root "$dir" "$crate" --version "$version" "$@"
  # Written last: an interrupted build is begun again.
  touch "$dir/complete"
  say "$crate took $((SECONDS - began)) s"
}
# wasm-bindgen-cli's own lock file names a yanked package; its dependencies are resolved anew.
install_tool wasm-bindgen-cli "$wasm_bindgen_version" "$wasm_bindgen_dir" 1
install_tool trunk "$trunk_version" "$trunk_dir" 0 --locked --no-default-features --features rustls
rm -rf "$cache/tools-build"

# Trunk builds without asking the network, so the crates must be there before it.
cargo fetch --locked --quiet --target wasm32-unknown-unknown --target "$(rustc -vV | sed -n 's/^host: //p')"

npm_install() { # folder
  [ -f "$1/package-lock.json" ] || return 0
  if ! cmp -s "$1/package-lock.json" "$1/node_modules/.lock-installed"; then
    say "npm packages of $1"
    npm --prefix "$1" ci --ignore-scripts --no-audit --no-fund --silent
    cp "$1/package-lock.json" "$1/node_modules/.lock-installed"
  fi
}
npm_install www
