#!/usr/bin/env bash
# Everything, at bounded sizes. Ends with `N passed, N failed, N skipped`.
set -uo pipefail
cd "$(dirname "$0")/.."
scripts/dnspython.sh
. scripts/stage.sh
# First, since the engine's tests ask them too. Under CI a missing peer is installed; elsewhere it is asked for, and what needs it reports itself as skipped.
if [ "${CI:-}" = true ]; then stage 'peers' scripts/peers.sh install; else scripts/peers.sh check || true; fi
NO_SUMMARY=1 . scripts/check.sh

stage 'page and binary' make --no-print-directory build
stage 'server and peers' cargo test --locked --quiet --test server
stage 'npm package' scripts/module.sh
stage "the provider's SDKs" scripts/sdk.sh
stage 'browser' scripts/browser.sh
stage 'fuzz, 20 s a target' scripts/fuzz.sh "${FUZZ_SECONDS:-20}"
summary
