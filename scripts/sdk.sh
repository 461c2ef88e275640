#!/usr/bin/env bash
# The provider's SDKs and octoDNS, unchanged, against `understudy serve`: the vendor's own suite for zone transfers, and cycles
# of ours whose answers are held against the OpenAPI document. What is installed is kept in the cache, by version.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
here=$PWD
dir="$cache/sdk-$cloudflare_python_version-$cloudflare_npm_version-$(cksum <tests/sdk/requirements.txt | cut -d' ' -f1)"

install() {
  rm -rf "$dir"
  mkdir -p "$dir/js"
  python3 -m venv "$dir/python" >/dev/null 2>&1 || { echo 'skipped: SDKs (no venv; Debian: apt-get install python3-venv)'; return 1; }
  "$dir/python/bin/python" -m pip install --quiet --disable-pip-version-check -r tests/sdk/requirements.txt \
    || { echo 'skipped: SDKs (the Python packages cannot be installed)'; return 1; }
  # The suite is in the source package alone.
  "$dir/python/bin/python" -m pip download --quiet --disable-pip-version-check --no-deps --no-binary :all: \
    --dest "$dir" "cloudflare==$cloudflare_python_version" || { echo 'skipped: SDKs (no source package)'; return 1; }
  tar -xzf "$dir/cloudflare-$cloudflare_python_version.tar.gz" -C "$dir"
  cp tests/sdk/package.json tests/sdk/package-lock.json "$dir/js/"
  npm --prefix "$dir/js" ci --ignore-scripts --no-audit --no-fund --silent \
    || { echo 'skipped: SDKs (the npm package cannot be installed)'; return 1; }
  touch "$dir/complete"
}
[ -e "$dir/complete" ] || install || { rm -rf "$dir"; exit 0; }

understudy=${UNDERSTUDY:-${CARGO_TARGET_DIR:-$here/target}/release/understudy}
# The key that the vendor's suite was written with.
export UNDERSTUDY_TOKEN=144c9defac04969c7bfad8efaa8ea194
work=$(mktemp -d)
"$understudy" serve --listen 127.0.0.1:0 --dns 127.0.0.1:0 --data "$work/data" >"$work/out" 2>"$work/log" &
server=$!
trap 'kill "$server" 2>/dev/null; wait "$server" 2>/dev/null; rm -rf "$work"' EXIT
for _ in $(seq 600); do
  grep -q '^Open ' "$work/out" && break
  kill -0 "$server" 2>/dev/null || { cat "$work/log" >&2; exit 1; }
  sleep 0.1
done
base=$(sed -n 's|^Open \(http://[^/]*\)/.*|\1|p' "$work/out")
export TEST_API_BASE_URL="$base/client/v4" UNDERSTUDY_JS="$dir/js" PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$here/tests/sdk"

status=0
# pytest's last line in the words that scripts/stage.sh counts. What the vendor skips is the vendor's: it is compared with
# the list, not counted.
pytest() { # name folder arguments…
  local name=$1 folder=$2 code=0
  shift 2
  (cd "$folder" && "$dir/python/bin/python" -m pytest -q -rs -p no:cacheprovider -o addopts= "$@") >"$work/$name" 2>&1 || code=$?
  local counted p f
  counted=$(tail -1 "$work/$name")
  p=$(grep -oE '[0-9]+ passed' <<<"$counted" | cut -d' ' -f1 || true)
  f=$(grep -oE '[0-9]+ (failed|error)' <<<"$counted" | awk '{ n += $1 } END { print n + 0 }' || true)
  [ "$code" -eq 0 ] || { cat "$work/$name"; status=1; [ "${f:-0}" -gt 0 ] || f=1; }
  printf '%s: %s\n# pass %d\n# fail %d\n' "$name" "$counted" "${p:-0}" "${f:-0}"
}
pytest vendor "$dir/cloudflare-$cloudflare_python_version" -p understudy_seed tests/api_resources/dns/zone_transfers
sed -n 's/^SKIPPED \[[0-9]*\] \(tests[^:]*:[0-9]*\): .*/\1/p' "$work/vendor" | sort >"$work/skips"
diff -u <(grep -v '^#' tests/sdk/vendor-skips.txt) "$work/skips" || { echo "the vendor's skips differ from tests/sdk/vendor-skips.txt"; status=1; }
pytest ours "$here/tests/sdk" test_cycle.py test_exports.py
# Three minutes at most.
pytest document "$here/tests/sdk" test_document.py
# Node finds packages beside the file, so the file goes where they are.
cp tests/sdk/cycle.test.mjs "$dir/js/"
(cd "$dir/js" && node --test --test-reporter=tap cycle.test.mjs) || status=1
kill -0 "$server" || status=1
exit "$status"
