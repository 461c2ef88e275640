#!/usr/bin/env bash
# RUSTC_WRAPPER of scripts/profile.sh: has what is built for Wasm count its branches. Flags given here are none of those that
# names of functions are made from, so they stay those of the page's build. Rust has no runtime for counts in Wasm, and the
# flag to do without is not stable: hence the bootstrap switch, for this one build.
set -euo pipefail
rustc=$1
shift
case " $* " in
*" --target wasm32-unknown-unknown "*) ;;
*) exec "$rustc" "$@" ;;
esac
flags=(-Cprofile-generate -Zno-profiler-runtime -Cllvm-args=-disable-vp=true)
case " $* " in
*" --crate-name worker "*) flags+=("-Clink-arg=$PROFILE_SECTIONS" -Clink-arg=--export=profile_edge -Clink-arg=--export=profile_version) ;;
esac
RUSTC_BOOTSTRAP=1 exec "$rustc" "$@" "${flags[@]}"
