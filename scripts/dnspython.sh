#!/usr/bin/env bash
# Puts dnspython, which tests ask as an oracle, into a folder of the cache. Without Python or network it says so and goes on.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/versions.sh
dir="$cache/dnspython-$dnspython_version"
[ -e "$dir/complete" ] && exit 0
if ! python3 -m venv "$dir" >/dev/null 2>&1; then
  # Debian leaves pip out of venv; a folder for the one package does as well.
  printf 'dnspython: no venv on this machine (Debian: apt-get install python3-venv)\n' >&2
  rm -rf "$dir"
  exit 0
fi
"$dir/bin/python" -m pip install --quiet --disable-pip-version-check "dnspython==$dnspython_version" >&2 || {
  printf 'dnspython: not installed; the tests that ask it are skipped\n' >&2
  rm -rf "$dir"
  exit 0
}
touch "$dir/complete"
